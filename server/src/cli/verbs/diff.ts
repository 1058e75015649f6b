import { type Difference, difference, type MarkerPlace } from '../../flux/chain/difference.ts'
import { formatPolicyRef, formatSetter, type ImageRef, type PolicyRef } from '../../flux/markers/setter.ts'
import type { Answers, Snapshot } from '../../flux/workspace/snapshot.ts'
import { count } from '../../ide/texts/words.ts'
import type { Session } from '../../session.ts'
import { cell, code, joined, type Markdown, md } from '../../text/markdown.ts'
import { isAnyPolicyFailed } from '../failed-policies.ts'
import { repositoryOptions } from '../options/repository-options.ts'
import { lineAndColumn } from '../place.ts'
import { json, type Printed, printable, together } from '../printed.ts'
import { settle, tagsOf } from '../scope.ts'
import { table } from '../table.ts'
import { UsageError } from '../usage-error.ts'
import type { Arguments, Verb } from '../verb.ts'
import type { World } from '../world.ts'

/** `diff BASE..HEAD`. */
export const diffVerb: Verb = {
  name: 'diff',
  operands: 'BASE..HEAD',
  summary: 'what a change to the files does to what Flux will write',
  details: [
    'Compares two commits, both judged with the tags as they are now: which values Flux will write differently, which markers it newly reaches or loses, which policies select another tag, per environment. BASE...HEAD compares with where HEAD began, as a pull request does; an empty HEAD is the commit that is checked out. What is not known is no difference.',
  ],
  formats: ['text', 'json', 'markdown'],
  options: [],
  examples: [
    { command: 'diff origin/main...HEAD', does: 'what this branch changes' },
    { command: 'diff v1.0..v1.1 --format json', does: 'for the next step of a script' },
    { command: 'diff origin/main... --format markdown', does: 'the comment of a pull request' },
  ],
  run: diff,
}

/** 3 where a policy of either side failed. */
async function diff(args: Arguments, world: World): Promise<number> {
  const [range = '', ...others] = args.operands
  const [, first = '', third, second = ''] = /^(.+?)\.\.(\.?)(.*)$/.exec(range) ?? []
  if (first === '' || others.length > 0)
    throw new UsageError('diff takes two commits as BASE..HEAD, such as origin/main..HEAD')
  const options = { ...repositoryOptions(args), at: world.cwd }
  const { root, session } = await world.openRepository(options)
  const head = second === '' ? 'HEAD' : second
  const base = third === '.' ? (await session.git.base(root, first, head)).oid : first
  const tags = await tagsOf(args, world)
  const at = (commit: string, known?: Snapshot) =>
    world.atCommit(root, commit, options, one =>
      settled(one, { known, tags, isOnline: !options.offline }, world),
    )
  const after = await at(head)
  const before = await at(base, after)
  const found = difference(before, after)
  const lineOf = lines(before, after)
  if (args.format === 'json') world.out(json(toJson(found, lineOf)))
  else if (args.format === 'markdown') world.out(printable(toMarkdown(found, lineOf).markdown))
  else world.out(toText(found, lineOf, world.columns))
  const isFailed = [before, after].map(one => isAnyPolicyFailed(one, policyRefs(one), world))
  return isFailed.includes(true) ? 3 : 0
}

/** The snapshot of a commit with all that its policies need: what the other side was told, and what it lacks besides. */
async function settled(
  session: Session,
  {
    known,
    tags,
    isOnline,
  }: { readonly known: Snapshot | undefined; readonly tags: Answers; readonly isOnline: boolean },
  world: World,
): Promise<Snapshot> {
  await session.load()
  await session.complete()
  session.answer(known ? { scans: known.scans, digests: known.digests, details: known.details } : tags)
  const files = [...session.snapshot.files.keys()]
  await settle({ session, isOnline }, () => policyRefs(session.snapshot), world, files)
  return session.snapshot
}

type LineOf = (one: { readonly path: string; readonly offset: number; readonly isGone: boolean }) => number

/** Lines are those after the change, and before it where the marker is gone. */
function lines(before: Snapshot, after: Snapshot): LineOf {
  return ({ path, offset, isGone }) => {
    const { files } = isGone ? before : after
    return lineAndColumn(files.get(path)?.text ?? '', offset).line
  }
}

function toJson({ values, markers, policies }: Difference, lineOf: LineOf) {
  return {
    values: values.map(one => ({
      ...placeOf(one, lineOf),
      old: one.old,
      new: one.new,
    })),
    markers: markers.map(one => ({
      ...placeOf(one, lineOf),
      change: one.change,
      reason: one.reason ?? null,
      value: one.value ?? null,
    })),
    policies: policies.map(({ policy, environment = null, old, new: now, reason = null }) => ({
      policy: formatPolicyRef(policy),
      environment,
      image: now?.name ?? old?.name ?? null,
      old: tagOf(old),
      new: tagOf(now),
      reason,
    })),
  }
}

function placeOf(one: MarkerPlace, lineOf: LineOf) {
  const { path, setter, environment = null } = one
  return { file: path, line: lineOf(one), setter: formatSetter(setter), environment }
}

function tagOf(ref: ImageRef | undefined): string | null {
  if (ref === undefined) return null
  return ref.digest === undefined || ref.digest === '' ? ref.tag : `${ref.tag}@${ref.digest}`
}

/** A difference in the cells of a row: environment, where, what, old, new. */
function rowsOf({ values, markers, policies }: Difference, lineOf: LineOf) {
  const where = (one: MarkerPlace) => `${one.path}:${lineOf(one)}`
  const name = ({ environment = '-' }: { readonly environment?: string }) => environment
  return {
    values: values.map(one => [name(one), where(one), formatSetter(one.setter), one.old, one.new]),
    markers: markers.map(one => [
      name(one),
      where(one),
      formatSetter(one.setter),
      one.change,
      one.reason ?? (one.value === undefined ? '' : `writes ${one.value}`),
    ]),
    policies: policies.map(one => [
      name(one),
      formatPolicyRef(one.policy),
      tagOf(one.old ?? undefined) ?? 'none',
      tagOf(one.new ?? undefined) ?? `none${one.reason === undefined ? '' : ` (${one.reason})`}`,
    ]),
  }
}

const columns = {
  values: ['environment', 'where', 'policy', 'old', 'new'],
  markers: ['environment', 'where', 'policy', 'change', 'why'],
  policies: ['environment', 'policy', 'old', 'new'],
} as const

const titles = {
  values: 'Flux will write otherwise',
  markers: 'Markers that Flux newly reaches or loses',
  policies: 'Policies that select another tag',
} as const

const parts = ['values', 'markers', 'policies'] as const

function toText(found: Difference, lineOf: LineOf, width?: number): Printed {
  const rows = rowsOf(found, lineOf)
  const sections = parts.flatMap(part =>
    rows[part].length === 0
      ? []
      : [printable(`${titles[part]}\n\n`), table([columns[part], ...rows[part]], width), printable('\n')],
  )
  return together(...sections, printable(`${summary(found)}\n`))
}

function toMarkdown(found: Difference, lineOf: LineOf): Markdown {
  const rows = rowsOf(found, lineOf)
  const sections = parts.flatMap(part => {
    if (rows[part].length === 0) return []
    const head = joined(columns[part], ' | ')
    const rule = joined(
      columns[part].map(() => md`---`),
      '|',
    )
    const lines = rows[part].map(row => md`| ${joined(row.map(cellOf), ' | ')} |`)
    return [md`### ${titles[part]}\n\n| ${head} |\n|${rule}|\n${joined(lines, '\n')}\n`]
  })
  return joined([md`## What this changes for Flux\n\n${summary(found)}\n`, ...sections], '\n')
}

function cellOf(text: string): Markdown {
  return text === '' ? md`` : cell(code(text))
}

function summary({ values, markers, policies }: Difference): string {
  if (values.length + markers.length + policies.length === 0) return 'Flux will write the same as before.'
  const [reached, lost] = ['reached', 'lost'].map(
    change => markers.filter(one => one.change === change).length,
  )
  const tags = new Set(policies.map(({ policy }) => formatPolicyRef(policy))).size
  return `${count(values.length, 'value')} written otherwise, ${count(reached ?? 0, 'marker')} reached, ${lost ?? 0} lost, ${count(tags, 'policy', 'policies')} with another tag`
}

function policyRefs({ index }: Snapshot): readonly PolicyRef[] {
  return [...index.policies.keys()].map(name => {
    const [namespace = '', policy = ''] = name.split(':')
    return { namespace, name: policy }
  })
}
