import type { Check } from './check.ts'
import { fileExtension } from './checks/file-extension.ts'
import { fileProblemChecks } from './checks/file-problems.ts'
import { helmTemplate } from './checks/helm-template.ts'
import { listKind } from './checks/list-kind.ts'
import { nearMarkerChecks } from './checks/near-markers.ts'
import { outdated } from './checks/outdated.ts'
import { policyNotFound, policyWrongNamespace } from './checks/policy-not-found.ts'
import { strayMarkerChecks } from './checks/stray-markers.ts'
import { textMarker } from './checks/text-marker.ts'
import { unquotedNonstring } from './checks/unquoted-nonstring.ts'

/** Every check there is, in the order of the manual. */
export const checks: readonly Check[] = [
  ...nearMarkerChecks,
  ...strayMarkerChecks,
  textMarker,
  policyNotFound,
  policyWrongNamespace,
  fileExtension,
  ...fileProblemChecks,
  helmTemplate,
  listKind,
  unquotedNonstring,
  outdated,
]
