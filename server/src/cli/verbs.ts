import type { Verb } from './verb.ts'
import { checkVerb } from './verbs/check.ts'
import { completionVerb } from './verbs/completion.ts'
import { diffVerb } from './verbs/diff.ts'
import { explainVerb } from './verbs/explain.ts'
import { holdVerb, releaseVerb } from './verbs/hold.ts'
import { initVerb } from './verbs/init.ts'
import { lspVerb } from './verbs/lsp.ts'
import { mcpVerb } from './verbs/mcp.ts'
import { onboardVerb } from './verbs/onboard.ts'
import { policiesVerb } from './verbs/policies.ts'
import { promoteVerb } from './verbs/promote.ts'
import { resourcesVerb } from './verbs/resources.ts'
import { scanVerb } from './verbs/scan.ts'
import { simulateVerb } from './verbs/simulate.ts'
import { statusVerb } from './verbs/status.ts'
import { tagsVerb } from './verbs/tags.ts'
import { updateVerb } from './verbs/update.ts'

/** Every verb, in the order of help and of docs/cli.md. A new verb is a file and a row here. */
export const verbs: readonly Verb[] = [
  checkVerb,
  policiesVerb,
  explainVerb,
  statusVerb,
  updateVerb,
  promoteVerb,
  holdVerb,
  releaseVerb,
  onboardVerb,
  simulateVerb,
  diffVerb,
  resourcesVerb,
  scanVerb,
  tagsVerb,
  initVerb,
  completionVerb(() => verbs),
  lspVerb,
  mcpVerb,
]
