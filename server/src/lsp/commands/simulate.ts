import { policiesOfAutomation, simulateAll } from '../../flux/automation/simulate.ts'
import { shown } from '../../text/foreign.ts'
import { simulationJson, simulationText } from '../../work/simulation.ts'
import type { SimulateAnswer } from '../protocol.ts'
import type { Workspaces } from '../workspaces.ts'

/**
 * `fluxmark.simulate`: what Flux itself would write at an automation's next run, as the command line answers it, and as
 * a page; null where no folder has the automation. Tags that are not known yet are waited for.
 */
export async function simulated(
  workspaces: Workspaces,
  automation: string | undefined,
): Promise<SimulateAnswer | null> {
  if (automation === undefined) return null
  const folder = workspaces.all().find(({ session }) => session.snapshot.index.automations.has(automation))
  if (folder === undefined) return null
  const named = () => folder.session.snapshot.index.automations.get(automation) ?? []
  await workspaces.settle(folder, () =>
    named().flatMap(one => policiesOfAutomation(folder.session.snapshot, one)),
  )
  const { snapshot } = folder.session
  const found = simulateAll(snapshot, named())
  return {
    automation,
    ...simulationJson(snapshot, found),
    text: shown(`ImageUpdateAutomation ${automation}\n\n${simulationText(found)}`),
  }
}
