import type { Check } from './check.ts'
import { apiVersionChecks } from './checks/api-version.ts'
import { iuaNoGit, iuaNoPushBranch, iuaPathFile, iuaPathMissing } from './checks/automation-git.ts'
import {
  iuaMessageWithoutValues,
  iuaNoAlert,
  iuaPushesToSource,
  repoIntervalDisproportion,
} from './checks/automation-habits.ts'
import {
  iuaNoMarkers,
  iuaOverlappingPaths,
  iuaSamePushBranch,
  iuaSelectorEmpty,
} from './checks/automation-scope.ts'
import { iuaSelectorInvalid } from './checks/automation-selector.ts'
import { templateChecks } from './checks/automation-template.ts'
import { competing } from './checks/competing.ts'
import { digestWithoutReflection } from './checks/digest-without-reflection.ts'
import { fileExtension } from './checks/file-extension.ts'
import { fileProblemChecks } from './checks/file-problems.ts'
import { formattingLoss } from './checks/formatting-loss.ts'
import { helmTemplate } from './checks/helm-template.ts'
import { kustomizationMissingFile } from './checks/kustomization-missing-file.ts'
import { kustomizationCycle, kustomizationOutsideRoot } from './checks/kustomization-structure.ts'
import { listKind } from './checks/list-kind.ts'
import { markerMissing } from './checks/marker-missing.ts'
import { markerVariable } from './checks/marker-variable.ts'
import { nameMismatch } from './checks/name-mismatch.ts'
import { nearMarkerChecks } from './checks/near-markers.ts'
import { ociSource } from './checks/oci-source.ts'
import { outdated } from './checks/outdated.ts'
import { policyDesc, policyMultiple, policyNone } from './checks/policy-choice.ts'
import { policyExtractChecks } from './checks/policy-extract.ts'
import { policyIntervalDigest } from './checks/policy-interval-digest.ts'
import { policyNotFound, policyWrongNamespace } from './checks/policy-not-found.ts'
import {
  policySemverHyphenNospace,
  policySemverPrereleaseUpper,
  policySemverRange,
} from './checks/policy-range.ts'
import { policyRegex, policyRegexLookaround, policyRegexUnanchored } from './checks/policy-regex.ts'
import { policyRemarkChecks } from './checks/policy-remarks.ts'
import { policyAcl, policyRepoNotFound } from './checks/policy-repository.ts'
import { policyExtractSubstituted } from './checks/policy-substituted.ts'
import { reachabilityChecks } from './checks/reachability.ts'
import { repoDuplicateImage } from './checks/repo-duplicate.ts'
import {
  repoExclusionDropsSigDefault,
  repoExclusionRegex,
  repoExclusionUnanchored,
} from './checks/repo-exclusion.ts'
import { repoImageChecks } from './checks/repo-image.ts'
import { repoIntervalTooShort } from './checks/repo-interval.ts'
import {
  repoEcrWithoutProvider,
  repoProviderHostMismatch,
  repoProviderIgnoresSecret,
} from './checks/repo-provider.ts'
import { schemaKind } from './checks/schema-kind.ts'
import { schemaRequired } from './checks/schema-required.ts'
import { schemaType } from './checks/schema-type.ts'
import { schemaUnknownField } from './checks/schema-unknown-field.ts'
import { schemaValueChecks } from './checks/schema-value.ts'
import { sops } from './checks/sops.ts'
import { tagDigestDrift, twoPoliciesOneImage } from './checks/split-image.ts'
import { strayMarkerChecks } from './checks/stray-markers.ts'
import { textMarker } from './checks/text-marker.ts'
import { unquotedNonstring } from './checks/unquoted-nonstring.ts'
import { valueAhead } from './checks/value-ahead.ts'
import { partialValue, suffixMismatch } from './checks/value-shape.ts'

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
  digestWithoutReflection,
  suffixMismatch,
  nameMismatch,
  partialValue,
  markerVariable,
  tagDigestDrift,
  twoPoliciesOneImage,
  competing,
  sops,
  ociSource,
  markerMissing,
  valueAhead,
  formattingLoss,
  kustomizationMissingFile,
  kustomizationCycle,
  kustomizationOutsideRoot,
  ...apiVersionChecks,
  schemaKind,
  schemaRequired,
  schemaUnknownField,
  schemaType,
  ...schemaValueChecks,
  policyIntervalDigest,
  ...repoImageChecks,
  repoExclusionRegex,
  repoExclusionUnanchored,
  repoExclusionDropsSigDefault,
  repoProviderHostMismatch,
  repoProviderIgnoresSecret,
  repoEcrWithoutProvider,
  repoIntervalTooShort,
  repoIntervalDisproportion,
  repoDuplicateImage,
  policyNone,
  policyMultiple,
  policyDesc,
  policyRepoNotFound,
  policyAcl,
  policyRegex,
  policyRegexLookaround,
  policyRegexUnanchored,
  ...policyExtractChecks,
  policyExtractSubstituted,
  policySemverRange,
  policySemverHyphenNospace,
  policySemverPrereleaseUpper,
  ...policyRemarkChecks,
  iuaNoGit,
  iuaNoPushBranch,
  iuaPathMissing,
  iuaPathFile,
  iuaSelectorInvalid,
  iuaSelectorEmpty,
  iuaNoMarkers,
  iuaOverlappingPaths,
  iuaSamePushBranch,
  ...templateChecks,
  iuaPushesToSource,
  iuaMessageWithoutValues,
  iuaNoAlert,
  outdated,
]
