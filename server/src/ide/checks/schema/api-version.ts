import { imageGroup, type KindName, kinds, servedVersions } from '../../../flux/resources/kinds.ts'
import type { ImageObject } from '../../../flux/schema/image-objects.ts'
import type { ApiVersion } from '../../../flux/schema/schema.ts'
import { versionVerdict } from '../../../flux/schema/version-verdict.ts'
import { type FluxVersions, fluxVersionsAt } from '../../../flux/version/flux-version-at.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import type { Fix } from '../../answers.ts'
import { type Check, fix } from '../../check.ts'
import { migrateAlpha } from '../../fixes/migrate-alpha.ts'

/** An API version that the cluster's Flux does not serve, or not for long; one check a kind. */
export const apiVersionChecks: readonly Check[] = [
  check('repo-api-version', 'ImageRepository', 'v1beta2', 'spec: {image: ghcr.io/acme/web, interval: 5m}'),
  check(
    'policy-api-version',
    'ImagePolicy',
    'v1beta2',
    'spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 1.x}}}',
  ),
  check(
    'iua-api-version',
    'ImageUpdateAutomation',
    'v1beta1',
    `spec:
  interval: 30m
  sourceRef: {kind: GitRepository, name: flux-system}
  git: {checkout: {ref: {branch: main}}, commit: {author: {email: flux@example.com}}}`,
  ),
]

function check(code: string, kind: KindName, old: ApiVersion, spec: string): Check {
  const example = (version: string, expected: string) => `#- ${kind.toLowerCase()}.yaml
apiVersion: ${imageGroup}/${version}
${expected}kind: ${kind}
metadata: {name: web, namespace: apps}
${spec}`
  const carets = '^'.repeat(`${imageGroup}/${old}`.length)
  return {
    code,
    severity: 'error',
    flux: `The API server knows only the API versions that the installed Flux serves. With another one Flux applies nothing of the Kustomization ("no matches for kind"). v1beta1 was removed in Flux 2.7, v1beta2 in Flux 2.9; v1 came with Flux 2.7. A version that is still served but deprecated is a warning; run "flux migrate" in the cluster before the upgrade.`,
    example: {
      bad: example(
        old,
        `#           ${carets} ${code}: ${old} of ${kind} was removed in Flux ${kinds[kind].served[old].removed}\n`,
      ),
      good: example('v1', ''),
    },
    *findings(file, snapshot) {
      const objects = file.facts.imageObjects.filter(object => object.kind.text === kind)
      const versions = objects.length === 0 ? undefined : fluxVersionsAt(snapshot, file.path)
      for (const object of versions ? objects : []) {
        const found = versions && versionVerdict(object, kind, versions)
        if (found)
          yield { span: object.apiVersion.span, ...found, fixes: fixes(object, kind, versions, file) }
      }
    },
  }
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
