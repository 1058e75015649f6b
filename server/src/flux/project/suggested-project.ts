import type { Snapshot } from '../workspace/snapshot.ts'
import { environmentKind } from './environment-at.ts'

/** The text of a project file for a workspace: its environments by their folders, and what else it shows as comments. */
export function suggestedProject({ files, index }: Pick<Snapshot, 'files' | 'index'>): string {
  const environments = environmentsIn([...files.keys()])
  const versions = new Set(index.clusters.all.map(({ flux }) => flux))
  const [version] = versions.size === 1 ? versions : []
  return [
    '# Settings of Fluxmark for everybody who works in this repository.',
    '# yaml-language-server: $schema=https://raw.githubusercontent.com/fluxmark/fluxmark/main/syntaxes/fluxmark.schema.json',
    '',
    '# strict turns the house rules on.',
    'profile: recommended',
    ...(version === undefined
      ? ['# fluxVersion: "2.9"']
      : [
          `# The files say that Flux ${version} is installed. Name another one to check against it.`,
          `# fluxVersion: "${version}"`,
        ]),
    ...(environments.length === 0
      ? ['# environments:', '#   - name: production', '#     path: clusters/production']
      : [
          'environments:',
          ...environments.flatMap(({ name, path }) => [`  - name: ${yaml(name)}`, `    path: ${yaml(path)}`]),
        ]),
    '',
  ].join('\n')
}

/** The outermost folders whose names are those of environments; with the folder around it where a name is taken twice. */
function environmentsIn(
  paths: readonly string[],
): readonly { readonly name: string; readonly path: string }[] {
  const folders = new Set(
    paths.flatMap(path => {
      const parts = path.split('/').slice(0, -1)
      const at = parts.findIndex(part => environmentKind(part) !== undefined)
      return at === -1 ? [] : [parts.slice(0, at + 1).join('/')]
    }),
  )
  const own = (path: string) => path.slice(path.lastIndexOf('/') + 1)
  const all = [...folders].toSorted()
  return all.map(path => {
    const isAlone = all.filter(other => own(other) === own(path)).length === 1
    return { path, name: isAlone ? own(path) : path.replaceAll('/', '-') }
  })
}

function yaml(text: string): string {
  return /^[A-Za-z][\w./-]*$/.test(text) ? text : JSON.stringify(text)
}
