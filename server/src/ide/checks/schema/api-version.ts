import { readFaults } from '../../../flux/commit/template-faults.ts'
import {
  automationKind,
  imageGroup,
  isKindName,
  type KindName,
  newestFlux,
  servedVersions,
} from '../../../flux/resources/kinds.ts'
import { automationsIn } from '../../../flux/resources/spec-field.ts'
import { type ImageObject, objectsIn } from '../../../flux/schema/image-objects.ts'
import { problemWords } from '../../../flux/schema/problem-words.ts'
import type { ApiVersion } from '../../../flux/schema/schema.ts'
import { problemsOfOtherVersion } from '../../../flux/schema/schema-problems.ts'
import { versionVerdict } from '../../../flux/schema/version-verdict.ts'
import { type FluxVersions, fluxVersionsAt } from '../../../flux/version/flux-version-at.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import { type MapValue, valueAt } from '../../../kustomize/values/value.ts'
import type { Fix } from '../../answers.ts'
import { type Check, fix } from '../../check.ts'
import type { Context } from '../../context.ts'
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
  *findings(context) {
    const { file, snapshot } = context
    const objects = versioned(context)
    if (objects.length === 0) return
    const versions = fluxVersionsAt(snapshot, file.path)
    for (const object of objects) {
      const kind = object.kind.text
      const found = isKindName(kind) ? versionVerdict(object, kind, versions) : undefined
      if (found === undefined || !isKindName(kind)) continue
      const message = `${found.message}${afterwards(object, kind, versions, context)}`
      yield {
        code: codes[kind],
        span: object.apiVersion.span,
        severity: found.severity,
        message,
        alike: message,
        // Advice for a version that is only assumed could break what the cluster takes today.
        fixes: () =>
          fixes(object, kind, versions, file).map(one => (found.isAssumed ? { ...one, isGuess: true } : one)),
      }
    }
  },
}

/** The objects whose version is written in the file: those that stand in it, and those that a patch in it changes. */
function versioned({ file, resources, snapshot: { index } }: Context): readonly ImageObject[] {
  const forms = index.writtenIn.get(file.path) ?? []
  const own = file.facts.imageObjects.filter(({ node }) => {
    const received = forms.filter(([, { resource }]) => resource.node === node)
    return received.length === 0 || received.some(([{ body }]) => isWrittenIn(file, body))
  })
  const known = new Set(own.map(({ apiVersion }) => apiVersion.span[0]))
  const brought = resources
    .flatMap(({ node }) => objectsIn(node))
    .filter(({ apiVersion }) => !apiVersion.elsewhere && !known.has(apiVersion.span[0]))
  return [...own, ...brought]
}

function isWrittenIn({ path }: SourceFile, body: MapValue): boolean {
  return valueAt(body, 'apiVersion')?.source.file === path
}

/** What is still wrong with an object once its version is changed, as a sentence; empty where nothing is. */
function afterwards(
  object: ImageObject,
  kind: KindName,
  versions: FluxVersions,
  { file, snapshot }: Context,
): string {
  const wanted = newestOfAll(kind, versions)
  if (object.group !== imageGroup || wanted === undefined || wanted === object.version) return ''
  if (kind === automationKind && object.version === 'v1alpha1') return ''
  const flux = versions.running[0]?.flux ?? newestFlux
  const found = problemsOfOtherVersion(object, kind, { own: object.version, other: wanted, flux })
  const automation = automationsIn(file).find(({ node }) => node === object.node)
  const isRemoved =
    automation !== undefined &&
    wanted === 'v1' &&
    readFaults(automation, file.path, snapshot).some(({ code }) => code === 'iua-template-removed-field')
  const causes = [
    ...found.map(problemWords),
    ...(isRemoved ? ['its messageTemplate uses fields that Flux 2.7 removed'] : []),
  ]
  return causes.length === 0 ? '' : ` Another version alone leaves it broken: ${causes.join(', ')}.`
}

/** The newest version that every cluster serves. */
function newestOfAll(kind: KindName, { running }: FluxVersions): ApiVersion | undefined {
  const [served = [], ...others] = running.map(({ flux }) => servedVersions(kind, flux))
  return served.findLast(api => others.every(other => other.includes(api)))
}

/** The newest version that every cluster has. */
function fixes(
  { apiVersion, group, version, node }: ImageObject,
  kind: KindName,
  versions: FluxVersions,
  file: SourceFile,
): readonly Fix[] {
  const [served = []] = versions.running.map(({ flux }) => servedVersions(kind, flux))
  const newest = newestOfAll(kind, versions)
  const raw = file.text.slice(apiVersion.span[0], apiVersion.span[1])
  const at = raw.indexOf(apiVersion.text)
  const keeps = group !== imageGroup && (served as readonly string[]).includes(version)
  if (newest === undefined || at === -1 || (!keeps && version === newest)) return []
  const start = apiVersion.span[0] + at
  const wanted = `${imageGroup}/${keeps ? version : newest}`
  const change = fix(`Change to ${wanted}`, file, [start, start + apiVersion.text.length], wanted)
  if (kind !== automationKind || version !== 'v1alpha1') return [change]
  // Since v1alpha1 the automation's fields were moved: another version alone would not do.
  const moved = migrateAlpha(file, node)
  return moved ? [{ title: `${change.title}, and move its fields`, edits: [...change.edits, ...moved] }] : []
}
