import { imageGroup, type KindName, kinds, servedVersions } from '../../../flux/resources/kinds.ts'
import type { ImageObject } from '../../../flux/schema/image-objects.ts'
import { type ApiVersion, type FluxMinor, hasReached, isApiVersion } from '../../../flux/schema/schema.ts'
import { type FluxVersions, fluxVersionsAt } from '../../../flux/version/flux-version-at.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import type { Fix, Severity } from '../../answers.ts'
import { type Check, fix } from '../../check.ts'
import { migrateAlpha } from '../../fixes/migrate-alpha.ts'
import { choice } from '../../texts/schema-words.ts'
import { visible } from '../../texts/words.ts'

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
        const found = versions && verdictOf(object, kind, versions)
        if (found)
          yield { span: object.apiVersion.span, ...found, fixes: fixes(object, kind, versions, file) }
      }
    },
  }
}

interface Verdict {
  readonly severity: Severity
  readonly message: string
}

/** The gravest of what is to be said for the clusters that apply the object; the mildest of what may. */
function verdictOf(
  object: ImageObject,
  kind: KindName,
  { running, isSure }: FluxVersions,
): Verdict | undefined {
  const grave: readonly (Severity | undefined)[] = ['error', 'warning', 'information', 'hint', undefined]
  const verdicts = running.map(({ flux, folder }) => {
    const found = verdict(object, kind, flux)
    const where = running.length > 1 && folder !== undefined ? ` So it is in the cluster of ${folder}.` : ''
    return found && { ...found, message: `${found.message}${where}` }
  })
  const sorted = verdicts.toSorted((a, b) => grave.indexOf(a?.severity) - grave.indexOf(b?.severity))
  return isSure ? sorted[0] : sorted.at(-1)
}

/** What is to be said about an API version under one Flux version; undefined where all is well. */
function verdict({ group, version }: ImageObject, kind: KindName, flux: FluxMinor): Verdict | undefined {
  const versions = servedVersions(kind, flux)
  const newest = versions.at(-1)
  const advice = newest === undefined ? '' : ` Change it to ${newest}.`
  const refused = 'Flux can apply nothing of it ("no matches for kind").'
  if (group !== imageGroup)
    return {
      severity: 'error',
      message: `${kind} belongs to ${imageGroup}, not to ${visible(group)}: ${refused}`,
    }
  if (!isApiVersion(version))
    return {
      severity: 'error',
      message: `${kind} has no API version "${visible(version)}": ${refused} Flux ${flux} serves ${choice(versions)}.`,
    }
  const { since, deprecated, removed } = kinds[kind].served[version]
  if (versions.includes(version)) return outlook(kind, version, flux)
  if (!hasReached(since, { api: version, flux }))
    return {
      severity: 'error',
      message: `${version} of ${kind} comes with Flux ${since}, and this is Flux ${flux}: ${refused}${advice}`,
    }
  return {
    severity: 'error',
    message: `${version} of ${kind} was removed in Flux ${removed ?? deprecated}: ${refused}${advice}`,
  }
}

/** What lies ahead of a version that is still served. */
function outlook(kind: KindName, version: ApiVersion, flux: FluxMinor): Verdict | undefined {
  const { deprecated, removed } = kinds[kind].served[version]
  if (removed === undefined) return undefined
  const newest = servedVersions(kind, flux).at(-1)
  if (newest !== version)
    return {
      severity: version.startsWith('v1alpha') ? 'error' : 'warning',
      message: `${version} of ${kind} is deprecated, and Flux ${removed} removes it. Change it to ${newest}.`,
    }
  return {
    severity: 'hint',
    message: `${version} of ${kind} is deprecated from Flux ${deprecated} on, and Flux ${removed} removes it.`,
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
