import { importTable } from '../import-table.ts'

/**
 * The text of docs/images/architecture.svg: data's way above, what each part may import below. Each part has an
 * element with `data-part`, each allowed import one with `data-import="FROM>TO"`.
 */
export function picture(): string {
  const parts = orderedParts()
  const rows = parts.map((part, at) => row(part, at, parts)).join('\n')
  const top = matrixTop + parts.length * cell
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top + 34}" role="img" aria-labelledby="title">
<title id="title">Data's way through Fluxmark, and what each part of the server may import</title>
<style>
svg { background: #fff; color: #1f2937; font: 13px system-ui, sans-serif }
text { fill: currentColor } .small { font-size: 11px; opacity: .75 } .middle { text-anchor: middle } .end { text-anchor: end }
rect { fill: none; stroke: currentColor; stroke-opacity: .45; rx: 6 } .core { fill: #2563eb; fill-opacity: .12 }
path { fill: none; stroke: currentColor; stroke-width: 1.3; marker-end: url(#head) } .head { fill: currentColor }
line { stroke: currentColor; stroke-opacity: .15 } circle { fill: #2563eb }
@media (prefers-color-scheme: dark) { svg { background: #0d1117; color: #e6edf3 } circle { fill: #58a6ff } .core { fill: #58a6ff } }
</style>
<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="head" d="M0 0L8 4L0 8z" style="marker-end:none"/></marker></defs>
${flow}
<text x="20" y="${matrixTop - 74}">A part (row) may import the parts with a dot (column): to the left only.</text>
${rows}
<text class="small" x="20" y="${top + 20}">client/ imports lsp/protocol.ts and lsp/command-table.ts only. Blue: pure floors, synchronous, without Node.</text>
</svg>
`
}

const width = 660
const matrixTop = 400
const matrixLeft = 120
const cell = 24
const pure = ['go', 'text', 'kustomize', 'flux', 'ide']

/** The parts so that each stands after all that it imports, in the order of the table otherwise. */
function orderedParts(): readonly string[] {
  const ordered: string[] = []
  const add = (part: string): void => {
    if (ordered.includes(part)) return
    for (const one of importTable[part] ?? []) add(one)
    ordered.push(part)
  }
  for (const part of Object.keys(importTable)) add(part)
  return ordered
}

function row(part: string, at: number, parts: readonly string[]): string {
  const y = matrixTop + at * cell
  const x = matrixLeft + at * cell + cell / 2
  const dots = parts.flatMap((one, column) =>
    importTable[part]?.includes(one)
      ? [
          `<circle data-import="${part}>${one}" cx="${matrixLeft + column * cell + cell / 2}" cy="${y}" r="5"/>`,
        ]
      : [],
  )
  const isFolder = !part.endsWith('.ts')
  const colour = pure.includes(part) ? 'core' : 'part'
  return [
    `<g data-part="${part}"><rect class="${colour}" x="20" y="${y - 10}" width="90" height="20"/><text x="28" y="${y + 4}">${part}${isFolder ? '/' : ''}</text>`,
    `<line x1="${matrixLeft}" x2="${matrixLeft + at * cell}" y1="${y}" y2="${y}"/>`,
    `<text class="small" transform="translate(${x + 4} ${matrixTop - 16}) rotate(-45)">${part}</text></g>`,
    ...dots,
  ].join('\n')
}

function box(x: number, y: number, wide: number, name: string, words: string, colour = 'part'): string {
  const middle = x + wide / 2
  return `<rect class="${colour}" x="${x}" y="${y}" width="${wide}" height="44"/><text class="middle" x="${middle}" y="${y + 18}">${name}</text><text class="small middle" x="${middle}" y="${y + 34}">${words}</text>`
}

function arrow(path: string, words = '', x = 0, y = 0): string {
  return `<path d="${path}"/>${words === '' ? '' : `<text class="small middle" x="${x}" y="${y}">${words}</text>`}`
}

/** Data's way, from the world on the left to the people on the right. */
const flow = [
  box(20, 30, 90, 'editor', 'texts'),
  box(20, 100, 90, 'disk, Git', 'files, commits'),
  box(20, 170, 90, 'registries', 'tags'),
  box(160, 30, 90, 'lsp/', 'opened, edited'),
  box(160, 135, 90, 'io/', 'the ports'),
  box(300, 80, 100, 'session.ts', 'holds the snapshot'),
  box(450, 30, 190, 'flux/', 'facts, chain, selection', 'core'),
  box(450, 100, 190, 'ide/', 'diagnostics, hover, fixes', 'core'),
  box(300, 180, 100, 'work/', 'update, commit'),
  box(450, 180, 90, 'lsp/', 'an editor'),
  box(550, 180, 90, 'cli/', 'a terminal'),
  box(450, 250, 190, 'text/, kustomize/, go/', 'trees, what clusters receive', 'core'),
  arrow('M110 52H158'),
  arrow('M110 122C135 122 135 150 158 152'),
  arrow('M110 192C135 192 135 165 158 162'),
  arrow('M250 52C280 52 275 95 298 97'),
  arrow('M250 152C280 152 275 110 298 107', 'answers', 272, 175),
  arrow('M400 95C430 95 425 55 448 52', 'snapshot', 424, 130),
  arrow('M400 108C430 108 425 120 448 122'),
  arrow('M545 74V98'),
  arrow('M495 144V178'),
  arrow('M595 144V178'),
  arrow('M350 124V178'),
  arrow('M448 202H402'),
  arrow('M300 205C240 215 215 205 207 181', 'edits, commits, lookups', 225, 225),
].join('\n')
