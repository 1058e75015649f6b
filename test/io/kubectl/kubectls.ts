import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'

/** A kubectl that is had here. */
export interface KubectlHere {
  /** Its version, for the name of a test. */
  readonly name: string
  /** The folder to put on PATH. */
  readonly folder: string
}

/**
 * The kubectl on PATH, and Debian's 1.20 where `FLUXMARK_KUBECTL_1_20` names its folder or it is unpacked at
 * `build/kubectl` (`apt-get download kubernetes-client && dpkg-deb -x kubernetes-client_*.deb 1.20`).
 */
export function kubectls(): readonly KubectlHere[] {
  const old = process.env.FLUXMARK_KUBECTL_1_20 ?? join(import.meta.dirname, '../../../kubectl/1.20/usr/bin')
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .map(folder => join(folder, 'kubectl'))
    .find(file => existsSync(file))
  const files = [
    ...(onPath === undefined ? [] : [onPath]),
    ...(existsSync(join(old, 'kubectl')) ? [join(old, 'kubectl')] : []),
  ]
  return files.map(file => ({ name: versionOf(file), folder: dirname(file) }))
}

/** Why tests with a kubectl are skipped; false where there is one. */
export const noKubectl: string | false =
  kubectls().length === 0 ? 'needs kubectl: apt-get install -y kubernetes-client' : false

function versionOf(file: string): string {
  const text = execFileSync(file, ['version', '--client', '--output=json'], { encoding: 'utf8' })
  return JSON.parse(text).clientVersion.gitVersion
}
