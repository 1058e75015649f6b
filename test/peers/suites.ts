import { fluxKustomizeSuite } from './flux-kustomize.ts'
import { goSuite } from './go-suite.ts'
import { iacSuite } from './iac.ts'
import { kustomizeSuite, newKustomizeSuite } from './kustomize.ts'
import { providersSuite } from './providers.ts'
import { pushBranchSuite } from './push-branch.ts'
import { registrySuite } from './registry.ts'
import { servedSuite } from './served.ts'
import type { Suite } from './suite.ts'
import { tolerantSuite } from './tolerant.ts'
import { yamlSuite } from './yaml.ts'

/** Every suite with its mark, the quick ones first. */
export const suites: readonly Suite[] = [
  goSuite('semver', 1157),
  goSuite('gcr-name', 93),
  goSuite('policy', 84),
  goSuite('envsubst', 256),
  goSuite('regexp', 2606),
  goSuite('sprig', 347),
  goSuite('template', 2906),
  yamlSuite,
  iacSuite,
  kustomizeSuite,
  newKustomizeSuite,
  fluxKustomizeSuite,
  registrySuite,
  providersSuite,
  pushBranchSuite,
  tolerantSuite,
  servedSuite,
]
