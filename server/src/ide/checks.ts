import type { Check, Code } from './check.ts'
import { iuaNoGit, iuaNoPushBranch, iuaPathFile, iuaPathMissing } from './checks/automation/automation-git.ts'
import {
  iuaMessageWithoutValues,
  iuaPushesToSource,
  repoIntervalDisproportion,
} from './checks/automation/automation-habits.ts'
import {
  iuaNoMarkers,
  iuaOverlappingPaths,
  iuaSamePushBranch,
  iuaSelectorEmpty,
} from './checks/automation/automation-scope.ts'
import { iuaSelectorInvalid } from './checks/automation/automation-selector.ts'
import { automationSource, iuaOtherBranch } from './checks/automation/automation-source.ts'
import { messageTemplate } from './checks/automation/automation-template.ts'
import { imageControllersMissing } from './checks/automation/image-controllers.ts'
import { kustomizationBuildFails } from './checks/kustomization/build-fails.ts'
import { kustomizationDuplicateResource } from './checks/kustomization/duplicate-object.ts'
import { kustomizationMissingFile } from './checks/kustomization/kustomization-missing-file.ts'
import {
  kustomizationCycle,
  kustomizationOutsideRoot,
} from './checks/kustomization/kustomization-structure.ts'
import { kustomizationTooLarge } from './checks/kustomization/kustomization-too-large.ts'
import { markerOverridden } from './checks/kustomization/marker-overridden.ts'
import { notApplied } from './checks/kustomization/not-applied.ts'
import { kustomizationWaitsForSuspended } from './checks/kustomization/waits-for-suspended.ts'
import { competing } from './checks/marker/competing.ts'
import { digestWithoutReflection } from './checks/marker/digest-without-reflection.ts'
import { fileExtension } from './checks/marker/file-extension.ts'
import { fileProblems } from './checks/marker/file-problems.ts'
import { fileTooLarge } from './checks/marker/file-too-large.ts'
import { formattingLoss } from './checks/marker/formatting-loss.ts'
import { helmTemplate } from './checks/marker/helm-template.ts'
import { listKind } from './checks/marker/list-kind.ts'
import { markerMissing } from './checks/marker/marker-missing.ts'
import { markerVariable } from './checks/marker/marker-variable.ts'
import { matchKey } from './checks/marker/match-key.ts'
import { nameMismatch } from './checks/marker/name-mismatch.ts'
import { nearMarkers } from './checks/marker/near-markers.ts'
import { ociSource } from './checks/marker/oci-source.ts'
import { outdated } from './checks/marker/outdated.ts'
import { policyNotFound, policyWrongNamespace } from './checks/marker/policy-not-found.ts'
import { reachabilityCheck } from './checks/marker/reachability.ts'
import { sops } from './checks/marker/sops.ts'
import { tagDigestDrift, twoPoliciesOneImage } from './checks/marker/split-image.ts'
import { strayMarkers } from './checks/marker/stray-markers.ts'
import { textMarker } from './checks/marker/text-marker.ts'
import { unquotedNonstring } from './checks/marker/unquoted-nonstring.ts'
import { valueAhead } from './checks/marker/value-ahead.ts'
import { partialValue, suffixMismatch } from './checks/marker/value-shape.ts'
import { heldCheck } from './checks/policy/held.ts'
import { repoInsecureDigest } from './checks/policy/insecure-digest.ts'
import { legacyAnnotations } from './checks/policy/legacy-annotations.ts'
import { policyDesc, policyMultiple, policyNone } from './checks/policy/policy-choice.ts'
import { policyExtract } from './checks/policy/policy-extract.ts'
import { policyNeverChanges } from './checks/policy/policy-floating.ts'
import { policyPatternImpossible } from './checks/policy/policy-impossible.ts'
import { policyIntervalDigest } from './checks/policy/policy-interval-digest.ts'
import { policyNoMarker } from './checks/policy/policy-no-marker.ts'
import { policyNoTag } from './checks/policy/policy-no-tag.ts'
import { policyExtractMissing } from './checks/policy/policy-prefix.ts'
import {
  policySemverHyphenNospace,
  policySemverPrereleaseUpper,
  policySemverRange,
} from './checks/policy/policy-range.ts'
import {
  policyRegex,
  policyRegexGlob,
  policyRegexLookaround,
  policyRegexUnanchored,
} from './checks/policy/policy-regex.ts'
import { policyRemarks } from './checks/policy/policy-remarks.ts'
import { policyAcl, policyRepoNotFound } from './checks/policy/policy-repository.ts'
import { policyExtractSubstituted } from './checks/policy/policy-substituted.ts'
import { projectFile } from './checks/project/project-file.ts'
import { repoDuplicateImage } from './checks/repository/repo-duplicate.ts'
import {
  repoExclusionDropsSigDefault,
  repoExclusionRegex,
  repoExclusionUnanchored,
} from './checks/repository/repo-exclusion.ts'
import { repoImage, repoImageAccountOnly } from './checks/repository/repo-image.ts'
import { repoIntervalTooShort } from './checks/repository/repo-interval.ts'
import {
  repoEcrWithoutProvider,
  repoProviderHostMismatch,
  repoProviderIgnoresSecret,
} from './checks/repository/repo-provider.ts'
import { repoSecret } from './checks/repository/repo-secret.ts'
import { iuaOpen, iuaProductionDirect, iuaSeveralEnvironments } from './checks/rules/automation-rules.ts'
import { floatingTag } from './checks/rules/floating-tag.ts'
import { iuaNoAlert, policyNoAlert } from './checks/rules/no-alert.ts'
import { policyNoFilter, policyRangeUnbounded } from './checks/rules/policy-rules.ts'
import { protectedBranch } from './checks/rules/protected-branch.ts'
import { ignoreWithoutReason, suspendWithoutReason } from './checks/rules/reasons.ts'
import {
  repoExclusionMissing,
  repoHubAnonymous,
  repoIntervalEnvironment,
} from './checks/rules/repository-rules.ts'
import { apiVersion } from './checks/schema/api-version.ts'
import { brokenObjects } from './checks/schema/broken-objects.ts'
import { schemaKind } from './checks/schema/schema-kind.ts'
import { schemaRequired } from './checks/schema/schema-required.ts'
import { schemaType } from './checks/schema/schema-type.ts'
import { schemaUnknownField } from './checks/schema/schema-unknown-field.ts'
import { schemaValue } from './checks/schema/schema-value.ts'

/** Every check there is, in the order of the manual. */
export const checks: readonly Check[] = [
  nearMarkers,
  strayMarkers,
  textMarker,
  policyNotFound,
  policyWrongNamespace,
  reachabilityCheck,
  fileExtension,
  fileProblems,
  fileTooLarge,
  helmTemplate,
  listKind,
  unquotedNonstring,
  digestWithoutReflection,
  suffixMismatch,
  nameMismatch,
  matchKey,
  partialValue,
  markerVariable,
  tagDigestDrift,
  twoPoliciesOneImage,
  competing,
  markerOverridden,
  sops,
  ociSource,
  markerMissing,
  valueAhead,
  formattingLoss,
  kustomizationMissingFile,
  notApplied,
  kustomizationDuplicateResource,
  kustomizationBuildFails,
  kustomizationCycle,
  kustomizationOutsideRoot,
  kustomizationTooLarge,
  kustomizationWaitsForSuspended,
  brokenObjects,
  apiVersion,
  schemaKind,
  schemaRequired,
  schemaUnknownField,
  schemaType,
  schemaValue,
  policyIntervalDigest,
  repoImage,
  repoImageAccountOnly,
  repoExclusionRegex,
  repoExclusionUnanchored,
  repoExclusionDropsSigDefault,
  repoProviderHostMismatch,
  repoProviderIgnoresSecret,
  repoEcrWithoutProvider,
  repoSecret,
  repoIntervalTooShort,
  repoIntervalDisproportion,
  repoDuplicateImage,
  repoInsecureDigest,
  policyNone,
  policyMultiple,
  policyDesc,
  policyRepoNotFound,
  policyAcl,
  policyRegex,
  policyRegexLookaround,
  policyRegexGlob,
  policyRegexUnanchored,
  policyPatternImpossible,
  policyNeverChanges,
  policyExtract,
  policyExtractMissing,
  policyExtractSubstituted,
  policySemverRange,
  policySemverHyphenNospace,
  policySemverPrereleaseUpper,
  policyRemarks,
  policyNoTag,
  policyNoMarker,
  legacyAnnotations,
  heldCheck,
  iuaNoGit,
  iuaNoPushBranch,
  automationSource,
  iuaOtherBranch,
  iuaPathMissing,
  iuaPathFile,
  iuaSelectorInvalid,
  iuaSelectorEmpty,
  iuaNoMarkers,
  iuaOverlappingPaths,
  iuaSamePushBranch,
  messageTemplate,
  iuaPushesToSource,
  iuaMessageWithoutValues,
  iuaNoAlert,
  policyNoAlert,
  policyRangeUnbounded,
  policyNoFilter,
  repoExclusionMissing,
  repoIntervalEnvironment,
  repoHubAnonymous,
  iuaProductionDirect,
  iuaSeveralEnvironments,
  iuaOpen,
  protectedBranch,
  floatingTag,
  suspendWithoutReason,
  ignoreWithoutReason,
  imageControllersMissing,
  outdated,
  projectFile(() => codes.map(({ code }) => code)),
]

/** Everything that can be found, in the order of the manual. */
export const codes: readonly Code[] = checks.flatMap(check => check.codes)
