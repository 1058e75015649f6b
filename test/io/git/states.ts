import type { State } from './state.ts'
import { changeStates } from './states/changes.ts'
import { contentStates } from './states/content.ts'
import { formatStates } from './states/format.ts'
import { hookStates } from './states/hooks.ts'
import { indexStates } from './states/index.ts'
import { progressStates } from './states/progress.ts'
import { signingStates } from './states/signing.ts'
import { worktreeStates } from './states/worktrees.ts'

/** Every state of the table in docs/git.md, in its order. */
export const states: readonly State[] = [
  ...changeStates,
  ...contentStates,
  ...indexStates,
  ...worktreeStates,
  ...formatStates,
  ...progressStates,
  ...hookStates,
  ...signingStates,
]
