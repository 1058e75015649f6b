import { type Change, changedTexts } from '../../flux/automation/changes.ts'
import {
  markersInScope,
  type Skipped,
  type UpdateScope,
  update as updateOf,
} from '../../flux/automation/update.ts'
import { commitPlan } from '../../flux/commit/commit.ts'
import { failureOf } from '../../flux/failure.ts'
import { formatPolicyRef, formatSetter } from '../../flux/markers/setter.ts'
import { latestRef } from '../../flux/selection/resolve.ts'
import { pullRequestText } from '../../ide/texts/pull-request-text.ts'
import { pullRequestUrl } from '../../ide/texts/pull-request-url.ts'
import type { CommitPlan, CommitResult, Failure, PushResult } from '../../ports.ts'
import { lineAndColumn } from '../place.ts'
import { openScope, type Scope, settle } from '../scope.ts'
import { table } from '../table.ts'
import { UsageError } from '../usage-error.ts'
import type { Arguments, Verb } from '../verb.ts'
import type { World } from '../world.ts'

/** `update [PATH…]`. */
export const updateVerb: Verb = {
  name: 'update',
  operands: '[PATH…]',
  summary: 'write what Flux would write at the markers',
  details: [
    'Each automation updates the files under its `path`, by the policies of its namespace that its `policySelector` takes; a suspended one is skipped. A repository without automations is updated at every marker. PATH limits the files further. Nothing but the marked values is touched.',
  ],
  options: [
    { name: 'dry-run', summary: 'only show what would change' },
    {
      name: 'policy',
      value: 'NAMESPACE:NAME',
      isRepeatable: true,
      problem: notAName,
      summary: 'only by this policy',
    },
    {
      name: 'automation',
      value: 'NAMESPACE:NAME',
      isRepeatable: true,
      problem: notAName,
      summary: 'only what this automation updates',
    },
    { name: 'commit', summary: 'commit the values, and nothing else' },
    {
      name: 'branch',
      value: 'NAME',
      goesWith: 'commit',
      summary: 'the branch to commit on; it is created where it does not exist',
    },
    {
      name: 'message',
      value: 'TEXT',
      goesWith: 'commit',
      summary: "the commit message, instead of the automation's",
    },
    { name: 'push', goesWith: 'commit', summary: 'push what was committed' },
  ],
  examples: [
    { command: 'update --dry-run', does: 'what Flux would write now' },
    { command: 'update --policy flux-system:web', does: 'the values of one policy' },
    { command: 'update --commit --push', does: 'commit and push' },
  ],
  run: update,
}

/** `update`: writes what Flux would, and commits it alone with `--commit`. 3 where a policy or the commit failed. */
async function update(args: Arguments, world: World): Promise<number> {
  const scope = await openScope(args, world)
  const { session } = scope
  const wanted = updateScope(args, scope)
  const refs = () => markersInScope(session.snapshot, wanted).map(({ setter }) => setter.policy)
  await settle(scope, refs, world)
  const { snapshot } = session
  const { changes, skipped } = updateOf(snapshot, wanted)
  const isDry = args.flags.has('dry-run')
  const plan = commitPlan(snapshot, changes, words(args))
  const done = isDry || changes.length === 0 ? {} : await carriedOut(args, scope, changes, plan)
  const { commit, failure } = done
  const told = failure ? [...skipped, { path: '', ...failure, reason: failure.message }] : skipped
  world.out(
    args.format === 'json'
      ? toJson(
          scope,
          changes,
          told,
          commit ? { oid: commit.oid, branch: commit.branch, message: plan.message } : null,
        )
      : toText(scope, changes, told, done, isDry, plan.message),
  )
  if (failure) world.err(`fluxmark: ${failure.message} (${failure.code})\n`)
  const isShort = refs().some(ref => latestRef(snapshot, ref).state === 'failed')
  return failure || isShort ? 3 : 0
}

/** What was done, as far as it went. */
interface Done {
  /** The files on disk hold the new values. */
  readonly isWritten?: boolean
  readonly commit?: CommitResult
  readonly pushed?: PushResult
  readonly failure?: Failure
}

/** Writes, commits and pushes as asked. A commit on another branch leaves the files on disk as they are. */
async function carriedOut(
  args: Arguments,
  scope: Scope,
  changes: readonly Change[],
  plan: CommitPlan,
): Promise<Done> {
  const { session, root } = scope
  let done: Done = {}
  const write = async () => {
    await session.write(changedTexts(session.snapshot, changes))
    done = { ...done, isWritten: true }
  }
  try {
    if (plan.branch === undefined) await write()
    if (!args.flags.has('commit')) return done
    const commit = await session.git.commit(root, plan)
    if (commit === undefined) return done
    done = { ...done, commit }
    if (plan.branch !== undefined && commit.isCheckedOut) await write()
    return args.flags.has('push') ? { ...done, pushed: await session.git.push(root, commit) } : done
  } catch (error) {
    return { ...done, failure: failureOf(error) }
  }
}

function updateScope(args: Arguments, { session, isInScope }: Scope): UpdateScope {
  const policies = named(args, 'policy')
  const automations = named(args, 'automation')
  const known = [...session.snapshot.index.automations.keys()]
  for (const name of automations ?? []) {
    if (!known.includes(name)) {
      throw new UsageError(
        `--automation ${name}: there is none of that name; here are ${known.join(', ') || 'none'}`,
      )
    }
  }
  return { isInScope, ...(policies ? { policies } : {}), ...(automations ? { automations } : {}) }
}

function named(args: Arguments, option: string): ReadonlySet<string> | undefined {
  const names = args.many.get(option)
  return names && new Set(names)
}

function notAName(value: string): string | undefined {
  return /^[^:/\s]+:[^:/\s]+$/.test(value) ? undefined : `takes namespace:name, not "${value}"`
}

function words(args: Arguments) {
  const branch = args.values.get('branch')
  const message = args.values.get('message')
  return { ...(branch === undefined ? {} : { branch }), ...(message === undefined ? {} : { message }) }
}

function toJson(
  { session }: Scope,
  changes: readonly Change[],
  skipped: readonly Skipped[],
  commit: object | null,
): string {
  const { snapshot } = session
  const lineOf = (path: string, offset: number) =>
    lineAndColumn(snapshot.files.get(path)?.text ?? '', offset).line
  return `${JSON.stringify(
    {
      changes: changes.map(({ path, edit, setter, oldValue, newValue, object }) => ({
        file: path,
        line: lineOf(path, edit.span[0]),
        setter: formatSetter(setter),
        old: oldValue,
        new: newValue,
        object,
      })),
      commit,
      skipped: skipped.map(({ path, offset, code, reason }) => ({
        file: path,
        ...(offset === undefined ? {} : { line: lineOf(path, offset) }),
        code,
        reason,
      })),
    },
    null,
    2,
  )}\n`
}

function toText(
  { session }: Scope,
  changes: readonly Change[],
  skipped: readonly Skipped[],
  { isWritten, commit, pushed }: Done,
  isDry: boolean,
  message: string,
): string {
  const { snapshot } = session
  const place = (path: string, offset: number) =>
    `${path}:${lineAndColumn(snapshot.files.get(path)?.text ?? '', offset).line}`
  const rows = changes.map(({ path, edit, setter, oldValue, newValue }) => [
    place(path, edit.span[0]),
    `${oldValue === '' ? '(empty)' : oldValue} → ${newValue}`,
    formatPolicyRef(setter.policy),
  ])
  const told = skipped
    .filter(({ path }) => path !== '')
    .map(({ path, offset, code, reason }) => [
      offset === undefined ? path : place(path, offset),
      `skipped: ${reason}`,
      code,
    ])
  const lines = [...rows, ...told]
  const isNothing = changes.length === 0 || isWritten
  const done = isDry ? 'would be updated' : isNothing ? 'updated' : commit ? 'committed' : 'not updated'
  const last = [
    ...(commit ? [`committed ${commit.oid.slice(0, 7)} on ${commit.branch}`, ...commit.notes] : []),
    ...(pushed ? [`pushed ${pushed.branch} to ${pushed.remote}`, ...page(pushed, message, changes)] : []),
  ]
  return `${lines.length > 0 ? `${table(lines)}\n` : ''}${changes.length} ${changes.length === 1 ? 'value' : 'values'} ${done}, ${told.length} skipped\n${last.map(line => `${line}\n`).join('')}`
}

/** The page that opens a pull request, where the forge is known and there is a branch to merge into. */
function page(
  { url, branch, base }: PushResult,
  message: string,
  changes: readonly Change[],
): readonly string[] {
  if (branch === base) return []
  const address = pullRequestUrl({
    url,
    branch,
    ...(base === undefined ? {} : { base }),
    ...pullRequestText(message, changes),
  })
  return address === undefined ? [] : [`open a pull request: ${address}`]
}
