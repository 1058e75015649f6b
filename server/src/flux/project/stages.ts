/** What an environment is for, as far as its name tells. */
export type EnvironmentKind = 'production' | 'staging'

/** What the name of an environment or of its folder says. Whatever is before production is staging. */
export function environmentKind(name: string): EnvironmentKind | undefined {
  const stage = stageOf(name)
  return stage === undefined ? undefined : stage === stages.length - 1 ? 'production' : 'staging'
}

/** Whether a name is a word for a stage and nothing else, as `staging` is and `staging-tools` is not. */
export function isStage(name: string): boolean {
  return stages.some(words => words.includes(name.toLowerCase()))
}

/** Where changes pass through an environment of this name: low numbers first, names that say nothing last. */
export function stageRank(name: string): number {
  return stageOf(name) ?? stages.length
}

/** A name without what tells environments apart: `web-staging` is `web-*` for `staging`, and for `stage` too. */
export function withoutEnvironment(text: string, environment: string): string {
  const words = new Set([environment.toLowerCase(), ...synonyms(environment)])
  const pattern = [...words]
    .toSorted((a, b) => b.length - a.length)
    .map(word => word.replace(/[^a-z0-9]/g, '\\$&'))
  return text.replace(new RegExp(`(?<![A-Za-z0-9])(?:${pattern.join('|')})(?![A-Za-z0-9])`, 'gi'), '*')
}

/** Words for one stage, in the order in which changes pass through them. */
const stages: readonly (readonly string[])[] = [
  ['sandbox', 'local', 'playground', 'pg'],
  ['dev', 'develop', 'development', 'devel'],
  ['ci', 'integration', 'int'],
  ['test', 'testing', 'tst'],
  ['qa', 'quality'],
  ['uat', 'acceptance', 'acc'],
  ['stage', 'staging', 'stg'],
  ['preprod', 'pre-prod', 'preproduction', 'pre-production', 'preview', 'canary'],
  ['prod', 'production', 'prd', 'live'],
]

/** `nonprod`, `pre-live`: what is not production, and comes before it. */
const before = /(?:^|[-_.])(?:non|not|no|pre)[-_.]?(?:prod|production|prd|live)(?:[-_.]|\d*$)/i

function stageOf(name: string): number | undefined {
  if (before.test(name)) return stages.length - 2
  const at = inName.findLastIndex(words => words.test(name))
  return at < 0 ? undefined : at
}

/** The words of each stage as parts of a name. */
const inName: readonly RegExp[] = stages.map(
  words => new RegExp(`(?:^|[-_.])(?:${words.join('|')})(?:[-_.]|\\d*$)`, 'i'),
)

function synonyms(environment: string): readonly string[] {
  return stages.find(words => words.includes(environment.toLowerCase())) ?? []
}
