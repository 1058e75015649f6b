import {
  imageGroup,
  type KindName,
  kindNames,
  kinds,
  policyKind,
  servedVersions,
} from '../../flux/resources/kinds.ts'
import type { FluxMinor } from '../../flux/schema/schema.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import type { Cursor } from '../../text/cursor.ts'
import { textAt } from '../../text/node.ts'
import type { Completion } from '../answers.ts'
import { withoutStops } from './fields.ts'

/** Where no object of the three kinds stands yet: a whole one in an empty document, its kind, its API version. */
export function resourceCompletions(
  cursor: Cursor,
  snapshot: Snapshot,
  flux: FluxMinor,
): readonly Completion[] {
  const { at, path, mapping, span } = cursor
  const key = path.at(-1)
  if (at === 'value' && key === 'kind' && textAt(mapping, 'apiVersion')?.startsWith(`${imageGroup}/`))
    return kindNames.map(label => ({
      label,
      kind: 'value',
      detail: kinds[label].description,
      span,
      newText: label,
    }))
  if (at === 'value' && key === 'apiVersion' && mapping?.entries.length === 1) {
    const label = `${imageGroup}/${servedVersions(policyKind, flux).at(-1)}`
    return [{ label, kind: 'value', detail: 'image automation', span, newText: label }]
  }
  if (at !== 'key' || path.length > 0 || mapping?.entries.length !== 1) return []
  return kindNames.map(name => {
    const version = servedVersions(name, flux).at(-1)
    const snippet = `apiVersion: ${imageGroup}/${version}\nkind: ${name}\nmetadata:\n  name: \${1:name}\n  namespace: \${2:${usualNamespace(snapshot)}}\nspec:\n${bodies[name]}`
    return {
      label: name,
      kind: 'snippet',
      detail: kinds[name].description,
      span,
      newText: withoutStops(snippet),
      snippet,
    }
  })
}

/** The namespace that most policies are in. */
function usualNamespace({ index, rules }: Snapshot): string {
  const counts = new Map<string, number>()
  for (const { namespace } of [...index.policies.values()].flat())
    if (namespace !== undefined) counts.set(namespace, (counts.get(namespace) ?? 0) + 1)
  const [most] = [...counts].sort(([, a], [, b]) => b - a)
  return most?.[0] ?? rules.defaultPolicyNamespace ?? 'flux-system'
}

const bodies: Readonly<Record<KindName, string>> = {
  ImageRepository: `  image: \${3:ghcr.io/org/app}
  interval: \${4:5m}
`,
  ImagePolicy: `  imageRepositoryRef:
    name: \${1:name}
  policy:
    semver:
      range: \${3:1.x}
`,
  ImageUpdateAutomation: `  interval: \${3:30m}
  sourceRef:
    kind: GitRepository
    name: \${4:flux-system}
  git:
    checkout:
      ref:
        branch: \${5:main}
    commit:
      author:
        name: \${6:fluxcdbot}
        email: \${7:fluxcdbot@example.com}
    push:
      branch: \${5:main}
  update:
    path: \${8:./clusters}
    strategy: Setters
`,
}
