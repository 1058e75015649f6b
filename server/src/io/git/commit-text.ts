import { signature } from './identity.ts'
import type { CommitDraft } from './store.ts'

/** A commit object's content, unsigned. */
export function commitText({ tree, parent, author, committer, message }: CommitDraft): Buffer {
  const lines = [
    `tree ${tree}`,
    `parent ${parent}`,
    `author ${signature(author)}`,
    `committer ${signature(committer)}`,
  ]
  return Buffer.from(`${lines.join('\n')}\n\n${message}`)
}
