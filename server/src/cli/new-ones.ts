import { resolve } from 'node:path'
import type { Diagnostic } from '../ide/answers.ts'
import { policiesIn } from '../ide/fixes/actions.ts'
import { count } from '../ide/texts/words.ts'
import { baselineText, readBaseline } from './baseline.ts'
import { findingsIn } from './findings-in.ts'
import { type KnownFinding, knownFindings, newFindings } from './known-findings.ts'
import { repositoryOptions } from './options/repository-options.ts'
import { printable } from './printed.ts'
import { filesOf, type Scope } from './scope.ts'
import type { Arguments } from './verb.ts'
import type { World } from './world.ts'

/**
 * What of the findings is new by `--changed`, `--baseline` and `--write-baseline`: all of them without any of these.
 * Says on standard error how many are left out. Rejects with a `Failure`, or a `UsageError`.
 */
export async function newOnes(
  args: Arguments,
  scope: Scope,
  found: readonly Diagnostic[],
  world: World,
): Promise<readonly Diagnostic[]> {
  const { snapshot } = scope.session
  const say = (line: string) => world.err(printable(`fluxmark: ${line}\n`))
  let left = found
  const leave = (known: readonly KnownFinding[], where: string) => {
    const { found: fresh, gone } = newFindings(known, snapshot, left)
    if (fresh.length < left.length)
      say(`${count(left.length - fresh.length, 'finding')} of ${where} left out`)
    left = fresh
    return gone.length
  }
  const [written, read, ref] = ['write-baseline', 'baseline', 'changed'].map(name => args.values.get(name))
  if (written !== undefined) {
    const known = knownFindings(snapshot, found)
    await world.writeText(resolve(world.cwd, written), baselineText(known))
    leave(known, written)
  }
  if (read !== undefined) {
    const gone = leave(await readBaseline(resolve(world.cwd, read), world), read)
    if (gone > 0)
      say(
        `${count(gone, 'finding')} of ${read} no longer there; --write-baseline ${read} forgets what is fixed`,
      )
  }
  if (ref !== undefined) {
    const base = await findingsBefore(args, scope, ref === '' ? undefined : ref, world)
    leave(base.known, base.name)
  }
  return left
}

/** What was found where the work began: in that commit's own files, by its own `fluxmark.yaml`, with the same tags. */
async function findingsBefore(
  args: Arguments,
  { root, session, isInScope }: Scope,
  ref: string | undefined,
  world: World,
): Promise<{ readonly known: readonly KnownFinding[]; readonly name: string }> {
  const { oid, name } = await session.git.base(root, ref, 'HEAD')
  const options = { ...repositoryOptions(args), at: root, offline: true }
  const known = await world.atCommit(root, oid, options, async base => {
    await base.load()
    await base.complete()
    const { scans, digests, details } = session.snapshot
    base.answer({ scans, digests, details })
    const files = filesOf({ session: base, isInScope })
    await base.settle(() => files.flatMap(path => policiesIn(base.snapshot, path)), files)
    return knownFindings(base.snapshot, findingsIn(base.snapshot, files, world).found)
  })
  return { known, name: `${name.replace(/^refs\/(?:heads|remotes|tags)\//, '')} (${oid.slice(0, 7)})` }
}
