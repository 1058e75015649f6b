import { exitCodes, meaning, signature } from '../../server/src/cli/help.ts'
import { commonOptions } from '../../server/src/cli/options/common-options.ts'
import type { Option, Verb } from '../../server/src/cli/verb.ts'
import { verbs } from '../../server/src/cli/verbs.ts'

/** The text of docs/cli.md, made from the table of verbs. */
export function manual(): string {
  return `# Command line

\`fluxmark VERB [PATH…] [options]\`. This page is made from the table of verbs (\`node test/docs/cli.mjs\`);
\`fluxmark help VERB\` prints the same.

PATH defaults to the repository of the current folder. Text is for people; \`--format json\` prints JSON alone on standard
output. Lines and columns count from 1, columns in UTF-16 units; file paths are relative to the repository's root.

${verbs.map(({ name, summary }) => `- [${name}](#${name}): ${summary}`).join('\n')}

## Options of every verb

${options(commonOptions({}))}

Well-known public registries, and the hosts in your docker configuration and your machine's settings of Fluxmark, may be
asked. Any other host is asked only with \`--allow-host\`.

## Exit codes

| code | means |
|---|---|
${exitCodes.map(line => `| ${line.replace(/^(\d+) +/, '$1 | ')} |`).join('\n')}

${verbs.map(section).join('\n')}`
}

function section(verb: Verb): string {
  const { name, operands, summary, details = [], examples } = verb
  const own = [
    ...verb.options,
    ...(verb.formats ? commonOptions(verb).filter(option => option.name === 'format') : []),
  ]
  const blocks = [
    `## ${name}`,
    `\`fluxmark ${[name, operands].filter(word => word !== '').join(' ')}\`: ${summary}.`,
    ...details,
    ...(own.length === 0 ? [] : [options(own)]),
    `\`\`\`sh\n${examples.map(({ command, does }) => `fluxmark ${command}  # ${does}`).join('\n')}\n\`\`\``,
  ]
  return `${blocks.join('\n\n')}\n`
}

function options(list: readonly Option[]): string {
  const rows = list.map(
    option =>
      `| \`${signature(option).replaceAll('|', '\\|')}\` | ${meaning(option).replaceAll('|', '\\|')} |`,
  )
  return ['| option | does |', '|---|---|', ...rows].join('\n')
}
