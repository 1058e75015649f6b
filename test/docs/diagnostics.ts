import type { Code } from '../../server/src/ide/check.ts'
import { codes } from '../../server/src/ide/checks.ts'
import { diagnostics } from '../../server/src/ide/diagnostics.ts'
import { fixture } from '../fixture.ts'
import { type Example, readExamples } from '../ide/examples.ts'

/** The text of docs/diagnostics.md, made from the checks and their examples. */
export function manual(): string {
  const examples = readExamples()
  const groups = chapters.map(({ title, prefix }) => ({
    title,
    own: codes.filter(({ code }) => chapterOf(code) === prefix),
  }))
  return `# Diagnostics

What Fluxmark says about your files, by the name of each diagnostic. This page is made from the checks themselves
(\`node test/docs/diagnostics.mjs\`); every example is run as a test.

The setting \`fluxmark.diagnostics\` gives a name another severity, or \`off\`. \`# fluxmark-ignore: name[, name]\` on a
line or the line above it silences it there (\` -- reason\` may follow), \`# fluxmark-ignore-file: name\` at the top of a file in all of it. Where
something is not known from the files, Fluxmark says nothing, or says so as information.

In the examples \`#- \` begins a file. \`#- policy apps:web IMAGE semver 1.x\` stands for an ImageRepository and an
ImagePolicy of that name, \`#- automation apps:main PATH\` for an ImageUpdateAutomation, \`#- registry IMAGE: …\` for the
tags that a registry lists. \`# ^^^ name: message\` tells what is found on the line above, \`# <--- name\` the same at its
beginning.

${groups.map(({ title, own }) => `- ${title}: ${own.map(({ code }) => `[${code}](#${code})`).join(', ')}`).join('\n')}

${groups.map(({ title, own }) => `## ${title}\n\n${own.map(row => section(row, examples.get(row.code) ?? { bad: '', good: '' })).join('\n')}`).join('\n')}`
}

const chapters = [
  { title: 'Markers', prefix: 'marker' },
  { title: 'ImageRepositories', prefix: 'repo' },
  { title: 'ImagePolicies', prefix: 'policy' },
  { title: 'ImageUpdateAutomations', prefix: 'iua' },
  { title: 'Kustomizations', prefix: 'kustomization' },
  { title: 'Sources and their Secrets', prefix: 'source' },
  { title: 'References to other namespaces', prefix: 'cross' },
  { title: 'Objects that no cluster takes', prefix: 'object' },
  { title: 'Fields of the three kinds', prefix: 'schema' },
  { title: 'Values and files', prefix: '' },
] as const

function chapterOf(code: string): string {
  return chapters.find(({ prefix }) => prefix !== '' && code.startsWith(`${prefix}-`))?.prefix ?? ''
}

function section(row: Code, { bad, good }: Example): string {
  const { code, severity, flux } = row
  const fixes = fixTitles(row, bad)
  const mend = fixes.length === 0 ? '' : `Fix: ${fixes.map(title => `\`${title}\``).join(', ')}.\n\n`
  const off = { off: ', off by default', strict: ', a [house rule](rules.md): on in the profile `strict`' }
  return `### ${code}

${severity[0]?.toUpperCase()}${severity.slice(1)}${row.default ? off[row.default] : ''}. ${flux}

\`\`\`yaml
${bad.trim()}
\`\`\`

${mend}Right:

\`\`\`yaml
${good.trim()}
\`\`\`
`
}

/** What the fixes in the bad example are called. */
function fixTitles({ code, severity }: Code, bad: string): readonly string[] {
  const { snapshot } = fixture(bad)
  const overrides = new Map([[code, severity]])
  const titles = [...snapshot.files.keys()].flatMap(path =>
    diagnostics(snapshot, path, overrides)
      .filter(found => found.code === code)
      .flatMap(({ fixes }) => fixes.map(({ title }) => title)),
  )
  return [...new Set(titles)]
}
