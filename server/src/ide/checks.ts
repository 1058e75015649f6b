import type { Check } from './check.ts'
import { apiVersionChecks } from './checks/api-version.ts'
import { fileExtension } from './checks/file-extension.ts'
import { fileProblemChecks } from './checks/file-problems.ts'
import { helmTemplate } from './checks/helm-template.ts'
import { listKind } from './checks/list-kind.ts'
import { nearMarkerChecks } from './checks/near-markers.ts'
import { outdated } from './checks/outdated.ts'
import { policyIntervalDigest } from './checks/policy-interval-digest.ts'
import { policyNotFound, policyWrongNamespace } from './checks/policy-not-found.ts'
import { reachabilityChecks } from './checks/reachability.ts'
import { schemaKind } from './checks/schema-kind.ts'
import { schemaRequired } from './checks/schema-required.ts'
import { schemaType } from './checks/schema-type.ts'
import { schemaUnknownField } from './checks/schema-unknown-field.ts'
import { schemaValueChecks } from './checks/schema-value.ts'
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
  ...reachabilityChecks,
  fileExtension,
  ...fileProblemChecks,
  helmTemplate,
  listKind,
  unquotedNonstring,
  ...apiVersionChecks,
  schemaKind,
  schemaRequired,
  schemaUnknownField,
  schemaType,
  ...schemaValueChecks,
  policyIntervalDigest,
  outdated,
]
