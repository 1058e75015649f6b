import { resolve } from 'node:path'
import { installedIn } from '../../flux/cluster/controllers.ts'
import { failure } from '../../flux/failure.ts'
import { statusJson } from '../../ide/status-json.ts'
import type { ClusterChoice } from '../../ports.ts'
import { visible } from '../../text/foreign.ts'
import { readCluster, statusOf } from '../../work/live/cluster-status.ts'
import { sessionBeside } from '../../work/live/session-beside.ts'
import { statusMarkdown, statusText } from '../answers/status-answer.ts'
import { json, printable } from '../printed.ts'
import { openScope, settle } from '../scope.ts'
import type { Arguments, Verb } from '../verb.ts'
import type { World } from '../world.ts'

/** `status [PATH…]`. */
export const statusVerb: Verb = {
  name: 'status',
  operands: '[PATH…]',
  summary: 'what the cluster says of every policy, repository and automation, beside what the files say',
  details: [
    'Asks a cluster through your own kubectl, which only lists: no Secret, and nothing is written. Naming `--context` or `--kubeconfig` is the consent to ask it; without either it only says which cluster it would ask. `--offline` is about registries and forges.',
    'An object agrees, lags (the cluster is older than what there is), differs, is absent in the cluster, is only there, or is not known; why stands beside it (docs/cluster.md).',
  ],
  formats: ['text', 'json', 'markdown'],
  options: [
    { name: 'context', value: 'NAME', summary: 'the context of the kubeconfig that may be asked' },
    {
      name: 'kubeconfig',
      value: 'FILE',
      summary: 'the kubeconfig to use, in place of `KUBECONFIG` and `~/.kube/config`',
    },
  ],
  examples: [
    { command: 'status', does: 'which cluster would be asked; nothing is asked' },
    { command: 'status --context prod', does: 'compare with the cluster of a context' },
    { command: 'status clusters/prod --context prod --format json', does: 'of one folder, for a script' },
  ],
  run: status,
}

/** 3 where the cluster, or a kind in it, could not be read. */
async function status(args: Arguments, world: World): Promise<number> {
  const scope = await openScope(args, world)
  const { session, root, isGit, isInScope } = scope
  const cluster = world.clusterReader(root)
  const choice = choiceOf(args, world)
  if (choice === undefined) {
    const { context, server } = await cluster.target({})
    throw failure(
      'E_CLUSTER_NOT_APPROVED',
      `No cluster was asked. It would be ${visible(context)} (${visible(server)}), with kubectl get and nothing else; --context ${visible(context)} agrees to that, and so does --kubeconfig FILE.`,
    )
  }
  const refs = () =>
    [...session.snapshot.index.policies.values()].flatMap(variants =>
      variants
        .filter(({ path }) => isInScope(path))
        .slice(0, 1)
        .map(({ resource: { name }, namespace = '' }) => ({ namespace, name })),
    )
  await settle(scope, refs, world)
  const { signal } = new AbortController()
  const timer = setTimeout(() => world.err(printable('asking the cluster…\n')), 1000)
  const now = world.now()
  const known = await readCluster({ session, root, isGit, cluster, choice, now, signal }).finally(() =>
    clearTimeout(timer),
  )
  // Which Flux the cluster runs decides what is selected, where no file says it. Nobody else's session is touched.
  const beside = sessionBeside(session, installedIn(known.reading))
  await settle({ ...scope, session: beside }, refs, world)
  const { snapshot } = beside
  const found = statusOf(snapshot, known, now, args.operands.length === 0 ? undefined : isInScope)
  const { rows, failures } = found
  if (args.format === 'json') world.out(json(rows.map(row => statusJson(snapshot, row))))
  else if (found.target !== undefined)
    world.out(args.format === 'markdown' ? statusMarkdown(found) : statusText(found, world))
  for (const { message, code } of failures) world.err(printable(`fluxmark: ${message} (${code})\n`))
  return failures.length > 0 ? 3 : 0
}

/** Undefined where the user has named no cluster. */
function choiceOf({ values }: Arguments, { cwd }: World): ClusterChoice | undefined {
  const [context, file] = [values.get('context'), values.get('kubeconfig')]
  if (context === undefined && file === undefined) return undefined
  return {
    ...(context === undefined ? {} : { context }),
    ...(file === undefined ? {} : { kubeconfig: resolve(cwd, file) }),
  }
}
