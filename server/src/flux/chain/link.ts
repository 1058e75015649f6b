import type { Span } from '../../text/span.ts'

/** The links of a chain, in the order in which they are shown. */
export const linkNames = [
  'marker',
  'file',
  'policy',
  'accepted',
  'applied',
  'repository',
  'tags',
  'selection',
  'automation',
  'source',
  'message',
  'branch',
] as const

export type LinkName = (typeof linkNames)[number]

/** A place in a file of the workspace; the span in UTF-16 offsets. */
export interface LinkPlace {
  readonly path: string
  readonly span: Span
}

/** One condition under which Flux writes a value. */
export interface Link {
  readonly name: LinkName
  /** Null where the files, or the network, do not tell. */
  readonly ok: boolean | null
  /** What holds, or why it does not, as a clause: `ImageUpdateAutomation apps/main pushes to main`. */
  readonly detail: string
  /** What to do about it, as a sentence. */
  readonly remedy?: string
  /** What it is about, where it does not hold: the cause. */
  readonly place?: LinkPlace
  /** The diagnostic that reports the same. */
  readonly code?: string
}

/** A link without its name: what the questions of this folder answer. */
export type Verdict = Omit<Link, 'name'>

/** Several verdicts about one link as one: the first that is false, else the first that is unknown, else the first. */
export function gravest(verdicts: readonly Verdict[]): Verdict | undefined {
  return verdicts.find(({ ok }) => ok === false) ?? verdicts.find(({ ok }) => ok === null) ?? verdicts[0]
}

/**
 * Verdicts about forms of one object in several clusters as one: what is so in every form. Where they differ it
 * depends on the cluster, which is unknown.
 */
export function inEveryForm(verdicts: readonly Verdict[]): Verdict | undefined {
  const worst = gravest(verdicts)
  if (worst?.ok !== false || verdicts.every(({ ok }) => ok === false)) return worst
  return { ...worst, ok: null, detail: `${worst.detail}, in some of the clusters` }
}

/** A verdict as the link of that name. */
export function named(name: LinkName, verdict: Verdict): Link {
  return { name, ...verdict }
}

/** The same where there may be none. */
export function optional(name: LinkName, verdict: Verdict | undefined): readonly Link[] {
  return verdict === undefined ? [] : [named(name, verdict)]
}
