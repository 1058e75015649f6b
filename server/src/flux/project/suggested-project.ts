import type { Snapshot } from '../workspace/snapshot.ts'
import { environments } from './environments.ts'

/** The text of a project file for a workspace: its environments by their folders, and what else it shows as comments. */
export function suggestedProject(snapshot: Pick<Snapshot, 'index' | 'project' | 'folders'>): string {
  const { index } = snapshot
  const found = environments(snapshot)
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
    ...(found.length === 0
      ? ['# environments:', '#   - name: production', '#     path: clusters/production']
      : [
          'environments:',
          ...found.flatMap(({ name, folders }) => [
            `  - name: ${yaml(name)}`,
            `    path: ${listed(folders)}`,
          ]),
        ]),
    '',
  ].join('\n')
}

function listed(folders: readonly string[]): string {
  const texts = folders.map(yaml)
  return texts.length === 1 ? texts.join() : `[${texts.join(', ')}]`
}

function yaml(text: string): string {
  return /^[A-Za-z][\w./-]*$/.test(text) ? text : JSON.stringify(text)
}
