/** The page of an issue, to be filled in: what happened, and what it happened with. */
export function issueText({
  url,
  facts,
}: {
  readonly url: string
  readonly facts: readonly (readonly [what: string, value: string])[]
}): string {
  return `<!-- Describe what happened, and post this page at ${url}/new. Nothing has been sent.
     The output (command "Fluxmark: Show Output") helps, too: look through it first, it holds names of yours. -->

## What happened

## What you expected

## The lines it is about

\`\`\`yaml
\`\`\`

## Versions

${facts.map(([what, value]) => `- ${what}: ${value}`).join('\n')}
`
}
