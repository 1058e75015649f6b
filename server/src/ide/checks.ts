import type { Check } from './check.ts'
import { nearMarkerChecks } from './checks/near-markers.ts'
import { outdated } from './checks/outdated.ts'
import { strayMarkerChecks } from './checks/stray-markers.ts'

/** Every check there is, in the order of the manual. */
export const checks: readonly Check[] = [...nearMarkerChecks, ...strayMarkerChecks, outdated]
