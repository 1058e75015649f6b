import { type Change, changedTexts } from '../../flux/changes.ts'
import { commitPlan } from '../../flux/commit.ts'
import { latestRef } from '../../flux/resolve.ts'
import { formatPolicyRef, formatSetter } from '../../flux/setter.ts'
import { markersInScope, type Skipped, type UpdateScope, update as updateOf } from '../../flux/update.ts'
import type { CommitResult, Failure } from '../../ports.ts'
import { type Arguments, UsageError } from '../arguments.ts'
import { lineAndColumn } from '../place.ts'
import { openScope, type Scope, settle } from '../scope.ts'
import { table } from '../table.ts'
import type { World } from '../world.ts'

/** `update`: writes what Flux would, and commits it alone with `--commit`. 3 where a policy or the commit failed. */
export async function update(args: Arguments, world: World): Promise<number> {
  const scope = await openScope(args, world)
  const { session } = scope
  const wanted = updateScope(args, scope)
  const refs = () => markersInScope(session.snapshot, wanted).map(({ setter }) => setter.policy)
  await settle(scope, refs, world)
  const { snapshot } = session
  const { changes, skipped } = updateOf(snapshot, wanted)
  const isDry = args.flags.has('dry-run')
  let commit: CommitResult | null = null
  let failure: Failure | undefined
  if (!isDry && changes.length > 0) {
    const plan = commitPlan(snapshot, changes, words(args))
    try {
      await session.write(changedTexts(snapshot, changes))
      if (args.flags.has('commit')) commit = (await session.commit(scope.root, plan)) ?? null
    } catch (error) {
      failure = asFailure(error)
    }
  }
  const told = failure ? [...skipped, { path: '', ...failure, reason: failure.message }] : skipped
  const message = commit ? commitPlan(snapshot, changes, words(args)).message : ''
  world.out(
    args.format === 'json'
      ? toJson(scope, changes, told, commit && { oid: commit.oid, branch: commit.branch, message })
      : toText(scope, changes, told, commit, isDry),
  )
  if (failure) world.err(`fluxmark: ${failure.message} (${failure.code})\n`)
  const isShort = refs().some(ref => latestRef(snapshot, ref).state === 'failed')
  return failure || isShort ? 3 : 0
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
  for (const name of names ?? []) {
    if (!/^[^:/\s]+:[^:/\s]+$/.test(name))
      throw new UsageError(`--${option} takes namespace:name, not "${name}"`)
  }
  return names && new Set(names)
}

function words(args: Arguments) {
  const branch = args.values.get('branch')
  const message = args.values.get('message')
  return { ...(branch === undefined ? {} : { branch }), ...(message === undefined ? {} : { message }) }
}

function asFailure(error: unknown): Failure {
  const { code, message } = (typeof error === 'object' && error !== null ? error : {}) as Partial<Failure>
  if (typeof code !== 'string' || typeof message !== 'string' || !code.startsWith('E_')) throw error
  return { code, message }
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
  commit: CommitResult | null,
  isDry: boolean,
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
  const done = isDry ? 'would be updated' : 'updated'
  const last = commit
    ? `committed ${commit.oid.slice(0, 7)} on ${commit.branch}\n${commit.notes.map(note => `${note}\n`).join('')}`
    : ''
  return `${lines.length > 0 ? `${table(lines)}\n` : ''}${changes.length} ${changes.length === 1 ? 'value' : 'values'} ${done}, ${told.length} skipped\n${last}`
}
