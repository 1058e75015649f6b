import type { CommitDraft } from '../builtin/store.ts'
import { signature } from '../config/identity.ts'

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
