import { policiesOfAutomation, simulateAll } from '../../flux/automation/simulate.ts'
import { simulationJson, simulationText } from '../../work/simulation.ts'
import { json, printable } from '../printed.ts'
import { openScope, settle } from '../scope.ts'
import { UsageError } from '../usage-error.ts'
import type { Arguments, Verb } from '../verb.ts'
import type { World } from '../world.ts'

/** `simulate NAMESPACE:NAME`. */
export const simulateVerb: Verb = {
  name: 'simulate',
  operands: 'NAMESPACE:NAME',
  summary: 'what Flux itself would write for an automation, with its reprinting',
  details: [
    'Flux prints every file anew in which it changes a value. `update` changes the same values and nothing else.',
  ],
  options: [],
  examples: [{ command: 'simulate flux-system:apps', does: 'the next commit of one automation' }],
  run: simulateAutomation,
}

/** `simulate`: 3 where a policy of the automation failed. */
async function simulateAutomation(args: Arguments, world: World): Promise<number> {
  const [name, ...others] = args.operands
  const scope = await openScope(args, world, [])
  const { automations } = scope.session.snapshot.index
  const named = () => scope.session.snapshot.index.automations.get(name ?? '') ?? []
  if (named().length === 0 || others.length > 0) {
    const known = [...automations.keys()].join(', ') || 'none'
    throw new UsageError(`simulate takes an ImageUpdateAutomation as namespace:name; here are ${known}`)
  }
  const policies = () => named().flatMap(one => policiesOfAutomation(scope.session.snapshot, one))
  await settle(scope, policies, world)
  const { snapshot } = scope.session
  const found = simulateAll(snapshot, named())
  world.out(args.format === 'json' ? json(simulationJson(snapshot, found)) : printable(simulationText(found)))
  return found.skipped.some(({ code }) => code === 'policy-failed') ? 3 : 0
}
