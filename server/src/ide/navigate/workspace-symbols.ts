import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import { type NamedSymbol, symbolsOf } from './outline.ts'

/** A symbol and the file that it is in. */
export interface PlacedSymbol extends NamedSymbol {
  readonly path: string
}

/**
 * The objects of image automation and of Flux in all files, whose name or kind holds the letters of a query in their
 * order. An empty query wants all.
 */
export function workspaceSymbols(snapshot: Snapshot, query: string): readonly PlacedSymbol[] {
  return snapshot.recall(allSymbols).filter(({ name, detail }) => isLike(`${detail} ${name}`, query))
}

function allSymbols(snapshot: Snapshot): readonly PlacedSymbol[] {
  const files = [...snapshot.files.values()].filter(({ text }) => text.includes('toolkit.fluxcd.io'))
  return files
    .flatMap(file => symbolsOf(snapshot, file).map(symbol => ({ ...symbol, path: file.path })))
    .toSorted((a, b) => (a.name === b.name ? compare(a.path, b.path) : compare(a.name, b.name)))
}

function isLike(text: string, query: string): boolean {
  const wanted = query.toLowerCase().replace(/\s/g, '')
  let at = 0
  for (const letter of text.toLowerCase()) if (letter === wanted.charAt(at)) at++
  return at >= wanted.length
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
