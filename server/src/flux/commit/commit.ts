import { applyChanges } from '../automation/apply-changes.ts'
import { byPath, type Change } from '../automation/changes.ts'
import type { Failure } from '../failure.ts'
import { formatPolicyRef } from '../markers/setter.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImageUpdateAutomation } from '../resources/resources.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { commitMessage } from './commit-message.ts'

/** One file of a commit, and how its text changes. Git knows bytes, blobs and trees; what a marker is, `edit` knows. */
export interface FileEdit {
  /** Relative to the repository's root, with `/`. */
  readonly path: string
  /**
   * The text with the change in it, or why the change has no place there. Pure and synchronous. It is given the
   * committed text (not the file on disk, whose lines may have shifted), and the staged text too where the user
   * staged something else in that file. A place that already holds the new value stays as it is. Whatever lies
   * outside the changed values (BOM, line ends, all of it) must come back unchanged.
   */
  readonly edit: (text: string) => string | Failure
  /** Whether the file is to be made; `edit` is given the empty text then. Of no commit. */
  readonly isNew?: boolean
}

/** What Git is given: which files change how, and the words. */
export interface CommitPlan {
  readonly files: readonly FileEdit[]
  readonly message: string
  /** Why the message is not that of the template: to be told before the commit is made. */
  readonly replaced?: string
  /** The author, where it is not the user: an automation's `spec.git.commit.author`. The name may be empty. */
  readonly author?: { readonly name: string; readonly email: string }
  /** Branch to commit on; the one checked out where absent. Made where it does not exist. */
  readonly branch?: string
  /** Branch (its name, or that of any ref: `refs/remotes/origin/main`) whose tip becomes the parent. Where absent, `branch` itself if it exists, else the one checked out. */
  readonly base?: string
  /** The user agreed that `branch` loses the commits that `base` lacks. Without it: `E_BRANCH_OVERWRITE`, which lists them. */
  readonly overwrite?: boolean
}

/** What of a commit the user may choose. */
export interface CommitWords {
  readonly message?: string
  /** A message template in place of the automation's. */
  readonly template?: string
  readonly branch?: string
  readonly base?: string
  readonly overwrite?: boolean
  readonly author?: NonNullable<CommitPlan['author']>
  /** The automation whose template counts, where it is not the only one that makes all the changes. */
  readonly automation?: Placed<ImageUpdateAutomation>
}

/** The commit of these changes and of nothing else. */
export function commitPlan(
  snapshot: Snapshot,
  changes: readonly Change[],
  { message, template, automation, ...rest }: CommitWords = {},
): CommitPlan {
  const files = [...byPath(changes)].flatMap(([path, ofFile]): readonly FileEdit[] => {
    const facts = snapshot.files.get(path)?.facts
    return facts ? [{ path, edit: text => edited(path, applyChanges(text, facts, ofFile)) }] : []
  })
  return {
    files,
    ...(message === undefined ? commitMessage(snapshot, changes, template, automation) : { message }),
    ...rest,
  }
}

function edited(path: string, result: ReturnType<typeof applyChanges>): string | Failure {
  if ('text' in result) return result.text
  const { oldValue, setter } = result.missing
  return {
    code: 'E_BLOB_MISMATCH',
    message: `${path} as committed has no value ${oldValue === '' ? 'that is empty' : `"${oldValue}"`} ${setter ? `marked ${formatPolicyRef(setter.policy)}` : 'at this place'}: commit or undo your own change of that line first`,
  }
}
