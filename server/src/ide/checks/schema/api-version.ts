import { imageGroup, isKindName, type KindName, servedVersions } from '../../../flux/resources/kinds.ts'
import type { ImageObject } from '../../../flux/schema/image-objects.ts'
import { versionVerdict } from '../../../flux/schema/version-verdict.ts'
import { type FluxVersions, fluxVersionsAt } from '../../../flux/version/flux-version-at.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import type { Fix } from '../../answers.ts'
import { type Check, fix } from '../../check.ts'
import { migrateAlpha } from '../../fixes/migrate-alpha.ts'

const codes: Readonly<Record<KindName, string>> = {
  ImageRepository: 'repo-api-version',
  ImagePolicy: 'policy-api-version',
  ImageUpdateAutomation: 'iua-api-version',
}

/** An API version that the cluster's Flux does not serve, or not for long; one code a kind. */
export const apiVersion: Check = {
  codes: Object.values(codes).map(code => ({
    code,
    severity: 'error',
    flux: 'The API server knows only the API versions that the installed Flux serves. With another one Flux applies nothing of the Kustomization ("no matches for kind"). v1beta1 was removed in Flux 2.7, v1beta2 in Flux 2.9; v1 came with Flux 2.7. A version that is still served but deprecated is a warning; run "flux migrate" in the cluster before the upgrade.',
  })),
  *findings({ file, snapshot }) {
    if (file.facts.imageObjects.length === 0) return
    const versions = fluxVersionsAt(snapshot, file.path)
    for (const object of file.facts.imageObjects) {
      const kind = object.kind.text
      const found = isKindName(kind) ? versionVerdict(object, kind, versions) : undefined
      if (found === undefined || !isKindName(kind)) continue
      yield {
        code: codes[kind],
        span: object.apiVersion.span,
        severity: found.severity,
        message: found.message,
        // Advice for a version that is only assumed could break what the cluster takes today.
        fixes: () =>
          fixes(object, kind, versions, file).map(one => (found.isAssumed ? { ...one, isGuess: true } : one)),
      }
    }
  },
}

/** The newest version that every cluster has. */
function fixes(
  { apiVersion, group, version, node }: ImageObject,
  kind: KindName,
  { running }: FluxVersions,
  file: SourceFile,
): readonly Fix[] {
  const [served = [], ...others] = running.map(({ flux }) => servedVersions(kind, flux))
  const newest = served.findLast(api => others.every(other => other.includes(api)))
  const raw = file.text.slice(apiVersion.span[0], apiVersion.span[1])
  const at = raw.indexOf(apiVersion.text)
  const keeps = group !== imageGroup && (served as readonly string[]).includes(version)
  if (newest === undefined || at === -1 || (!keeps && version === newest)) return []
  const start = apiVersion.span[0] + at
  const wanted = `${imageGroup}/${keeps ? version : newest}`
  const change = fix(`Change to ${wanted}`, file, [start, start + apiVersion.text.length], wanted)
  if (kind !== 'ImageUpdateAutomation' || version !== 'v1alpha1') return [change]
  // Since v1alpha1 the automation's fields were moved: another version alone would not do.
  const moved = migrateAlpha(file, node)
  return moved ? [{ title: `${change.title}, and move its fields`, edits: [...change.edits, ...moved] }] : []
}
