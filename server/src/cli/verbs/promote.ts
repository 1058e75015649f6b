import { relative, sep } from 'node:path'
import type { Change } from '../../flux/automation/changes.ts'
import { imageTokens } from '../../flux/images/image-sites.ts'
import { type EnvironmentFolders, environmentNamed, environments } from '../../flux/project/environments.ts'
import { matrix } from '../../flux/promote/matrix.ts'
import type { PromotionScope } from '../../flux/promote/pairs.ts'
import type { PromotedChange } from '../../flux/promote/promoted.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import { matrixJson, matrixText } from '../../ide/texts/matrix-text.ts'
import { draftRequests } from '../../work/draft-requests.ts'
import { environmentBranches, snapshotOf } from '../../work/environment-branches.ts'
import { openPromotion, planPromotion, policiesOfPromotion, promotionCommit } from '../../work/promote.ts'
import { toCommit } from '../../work/to-commit.ts'
import { carryOut, nothingDone, type UpdateOptions } from '../../work/update.ts'
import { updateJson, updateText } from '../answers/update-answer.ts'
import { pushOptions, refuseOfflineRequest, requestRows } from '../options/request-options.ts'
import { lineAndColumn } from '../place.ts'
import { json, printable } from '../printed.ts'
import { absolutePath, openScope, type Scope, settle } from '../scope.ts'
import { UsageError } from '../usage-error.ts'
import type { Arguments, Verb } from '../verb.ts'
import type { World } from '../world.ts'

/** `promote FROM TO`. */
export const promoteVerb: Verb = {
  name: 'promote',
  operands: '[FROM TO]',
  summary: 'write the versions of one environment at their counterparts in another',
  details: [
    'FROM and TO are environments of `fluxmark.yaml`, or names or folders of environments side by side, such as `clusters/staging` and `clusters/production`. Without them, the version of each image in each environment is printed.',
    'Tag and digest move together; the image’s name and the markers stay as they are. Each tag is looked up under the image’s name in TO: one that is not there, or has another digest there, is skipped. What both environments take from a common base is reported and not written.',
    'With `--commit`, the values are committed on the branch `promote-FROM-to-TO`, unless `--branch` names another, and the files on disk stay as they are. An environment that follows another `branch` in `fluxmark.yaml` is read from there, and the commit begins there.',
  ],
  options: [
    { name: 'dry-run', summary: 'only show what would change' },
    {
      name: 'policy',
      value: 'NAMESPACE:NAME',
      isRepeatable: true,
      summary: 'only values that this policy’s markers are on, in FROM or in TO',
    },
    {
      name: 'image',
      value: 'NAME',
      isRepeatable: true,
      summary: 'only this image, by its whole name or the end of it: `web` is `ghcr.io/acme/web` too',
    },
    { name: 'commit', summary: 'commit the values, and nothing else' },
    {
      name: 'branch',
      value: 'NAME',
      goesWith: 'commit',
      summary: 'the branch to commit on; it is created where it does not exist',
    },
    { name: 'message', value: 'TEXT', goesWith: 'commit', summary: 'the commit message' },
    { name: 'push', goesWith: 'commit', summary: 'push what was committed' },
    ...requestRows,
  ],
  examples: [
    { command: 'promote', does: 'which version each environment has' },
    { command: 'promote staging production --dry-run', does: 'what would be written' },
    {
      command: 'promote staging production --image web --commit --push',
      does: 'one image, on a branch of its own',
    },
    { command: 'promote staging production --pull-request', does: 'the same for all, with a pull request' },
  ],
  run: promote,
}

/** `promote`: 3 where a registry, a commit or a push failed. */
async function promote(args: Arguments, world: World): Promise<number> {
  const [from, to, ...others] = args.operands
  if (others.length > 0 || (from !== undefined && to === undefined))
    throw new UsageError('promote takes two environments: fluxmark promote staging production')
  refuseOfflineRequest(args)
  const scope = await openScope(args, world, [])
  await scope.session.readWith(imageTokens)
  const { snapshot } = scope.session
  if (from === undefined || to === undefined) {
    const branches = await environmentBranches(scope)
    const filesOf = (one: EnvironmentFolders) => snapshotOf(branches, one, snapshot)
    const found = matrix(snapshot, filesOf)
    world.out(args.format === 'json' ? json(matrixJson(found, filesOf)) : printable(matrixText(found)))
    for (const { message, code } of branches.failures)
      world.err(printable(`fluxmark: ${message} (${code})\n`))
    return branches.failures.length > 0 ? 3 : 0
  }
  const wanted = promotionScope(args, scope, world, from, to)
  const promotion = await openPromotion(scope, wanted)
  const isDry = args.flags.has('dry-run')
  if (promotion.branch !== undefined && !isDry && !args.flags.has('commit'))
    throw new UsageError(
      `${wanted.to.name} follows the branch ${promotion.branch}, which is not checked out: add --commit, or check it out`,
    )
  const { session } = promotion
  await settle({ session, isOnline: scope.isOnline }, () => policiesOfPromotion(promotion), world)
  const planned = await planPromotion(promotion)
  const [fromName, toName] = [wanted.from.name, wanted.to.name]
  const [branch, message] = [args.values.get('branch'), args.values.get('message')]
  const commit = args.flags.has('commit')
    ? promotionCommit(promotion, planned.changes, { branch, message })
    : undefined
  const isNothing = planned.changes.length === 0 && (!commit || planned.current.length === 0)
  const options: UpdateOptions = commit ? { commit, ...pushOptions(args, world) } : {}
  const done = isDry || isNothing ? nothingDone : await carryOut(planned, options)
  const plans = isDry && commit ? await toCommit([planned], commit) : undefined
  const drafts = plans && options.request ? await draftRequests(plans) : []
  const failures = plans?.failures ?? done.failures
  const answer = {
    planned: { ...planned, skipped: [...planned.skipped, ...(plans?.skipped ?? done.skipped)] },
    done: isDry ? { ...done, changes: planned.changes, failures } : done,
    plans: plans?.commits ?? [],
    drafts,
    ...(options.request ? { request: options.request } : {}),
    isDry,
  }
  const origins = new Map(planned.changes.map(change => [change.marker, change.from]))
  const ofChange = ({ marker }: Change) => {
    const origin = origins.get(marker)
    return origin ? { from: originJson(promotion.scope.source ?? session.snapshot, origin) } : {}
  }
  const fields = { from: fromName, to: toName }
  world.out(args.format === 'json' ? updateJson(answer, { fields, ofChange }) : updateText(answer))
  for (const { message, code } of failures) world.err(printable(`fluxmark: ${message} (${code})\n`))
  return failures.length > 0 || planned.isShort ? 3 : 0
}

function promotionScope(
  args: Arguments,
  scope: Scope,
  world: World,
  from: string,
  to: string,
): PromotionScope {
  const { session, root } = scope
  const [source, target] = [from, to].map(name => {
    const folder = relative(root, absolutePath(world, name)).split(sep).join('/')
    return environmentNamed(session.snapshot, name, folder)
  })
  if (source === undefined || target === undefined) {
    const known = environments(session.snapshot).map(({ name }) => name)
    const unknown = source === undefined ? from : to
    const here =
      known.length === 0 ? 'no environment is found here' : `environments here are ${known.join(', ')}`
    throw new UsageError(`${unknown}: there is no such environment or folder; ${here}`)
  }
  if (source.branch === target.branch && source.folders.some(folder => target.folders.includes(folder)))
    throw new UsageError(
      `${from} and ${to} are the same folder of the same branch; name the branch that each follows in fluxmark.yaml`,
    )
  const policies = args.many.get('policy')
  const images = args.many.get('image')
  return {
    from: source,
    to: target,
    ...(policies ? { policies: new Set(policies) } : {}),
    ...(images ? { images } : {}),
  }
}

function originJson(snapshot: Snapshot, { path, offset, value }: PromotedChange['from']) {
  const { line } = lineAndColumn(snapshot.files.get(path)?.text ?? '', offset)
  return { file: path, line, value }
}
