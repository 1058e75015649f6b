import type { EnvironmentFolders } from '../../flux/project/environments.ts'
import type { Matrix, MatrixValue } from '../../flux/promote/matrix.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import { lineIndex } from '../../text/line-index.ts'
import { visible } from './words.ts'

/** The matrix as a page of plain text: images down, environments across, what is behind another with an arrow. */
export function matrixText({ environments, rows }: Matrix): string {
  if (environments.length < 2)
    return 'No environments side by side were found. Name them under environments in fluxmark.yaml.\n'
  if (rows.length === 0) return 'No image stands in two environments.\n'
  const table = [
    ['IMAGE', ...environments.map(({ name }) => name.toUpperCase())],
    ...rows.map(({ image, cells }) => [image, ...cells.map(cellText)]),
  ].map(row => row.map(visible))
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map(row => (row[column] ?? '').length)),
  )
  const lines = table.map(row =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const isAnyBehind = rows.some(({ cells }) => cells.flat().some(({ isBehind }) => isBehind))
  return `${lines.join('\n')}\n${isAnyBehind ? '\n↓ another environment has a newer version\n' : ''}`
}

/** The same for programs; lines count from 1. `filesOf` is that of `matrix`. */
export function matrixJson(
  { environments, rows }: Matrix,
  filesOf: (environment: EnvironmentFolders) => Snapshot,
): object {
  const lineFrom1 = (snapshot: Snapshot, path: string, offset: number) =>
    lineIndex(snapshot.files.get(path)?.text ?? '').positionAt(offset).line + 1
  return {
    environments: environments.map(({ name, folders, branch }) => ({
      name,
      folders,
      ...(branch === undefined ? {} : { branch }),
    })),
    images: rows.map(({ image, cells }) => ({
      image,
      versions: environments.map((one, at) => ({
        environment: one.name,
        values: (cells[at] ?? []).map(({ version, path, offset, isBehind }) => ({
          version,
          file: path,
          line: lineFrom1(filesOf(one), path, offset),
          ...(isBehind === undefined ? {} : { behind: isBehind }),
        })),
      })),
    })),
  }
}

function cellText(values: readonly MatrixValue[]): string {
  if (values.length === 0) return '–'
  return values.map(({ version, isBehind }) => `${short(version)}${isBehind ? ' ↓' : ''}`).join(', ')
}

/** A digest as people tell it. */
function short(version: string): string {
  return version.startsWith('sha256:') ? version.slice(0, 19) : version
}
