/** What `../protocol.ts` says of simulations. Types only. */

import type { SimulationJson } from '../../work/simulation.ts'

/** `fluxmark.simulate`: the command line's JSON, with a page of plain text. */
export interface SimulateAnswer extends SimulationJson {
  readonly automation: string
  readonly text: string
}
