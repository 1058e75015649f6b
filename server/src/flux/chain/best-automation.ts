import { kindNames } from '../resources/kinds.ts'
import type { Placed } from '../resources/resource-index.ts'
import { recalled, recalledOfFiles } from '../workspace/recalled.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { appliedVerdict } from './applied.ts'
import { type Automation, branchVerdict, messageVerdict } from './automation.ts'
import { gravest, inEveryForm, type Link, named, optional, type Verdict } from './link.ts'
import type { Reaching } from './reaching.ts'
import { acceptedVerdict } from './refusals.ts'
import { sourceVerdict } from './source.ts'

/** What depends on the automation: by the one for which it looks best. `objects` are the policy's and its repository's, the same list for the same policy. */
export function bestOf(
  snapshot: Snapshot,
  objects: readonly Placed[],
  reach: Reaching | undefined,
): readonly Link[] {
  const candidates = reach?.verdict.ok === true ? unlike(snapshot, reach.automations) : [undefined]
  const found = candidates.map(automation => {
    const { before, after } = aroundOf(snapshot, objects, automation)
    return [...before, ...optional('automation', reach?.verdict), ...after]
  })
  const falses = (links: readonly Link[]) => links.filter(({ ok }) => ok === false).length
  const nulls = (links: readonly Link[]) => links.filter(({ ok }) => ok === null).length
  const [best = []] = found.toSorted((a, b) => falses(a) - falses(b) || nulls(a) - nulls(b))
  return best
}

/** What stands before the link of the automation, and what behind it: the same for all files with markers of one policy. */
interface Around {
  readonly before: readonly Link[]
  readonly after: readonly Link[]
}

function aroundOf(
  snapshot: Snapshot,
  objects: readonly Placed[],
  automation: Automation | undefined,
): Around {
  const known = arounds(snapshot, objects)
  const found = known.get(automation) ?? findAround(snapshot, objects, automation)
  known.set(automation, found)
  return found
}

const arounds = recalled<readonly Placed[], Map<Automation | undefined, Around>>(() => new Map())

function findAround(
  snapshot: Snapshot,
  objects: readonly Placed[],
  automation: Automation | undefined,
): Around {
  const all = automation ? [...objects, automation] : objects
  return {
    before: [
      ...optional('accepted', accepted(snapshot, all)),
      ...optional('applied', applied(snapshot, all)),
    ],
    after: automation ? behindAutomation(snapshot, automation) : [],
  }
}

/** Of automations that look alike, the first: there may be thousands, and no later one looks better than it. */
function unlike(snapshot: Snapshot, automations: readonly Automation[]): readonly Automation[] {
  const firsts = new Map<string, Automation>()
  for (const automation of automations) {
    const looks = looksOf(snapshot, automation)
    if (!firsts.has(looks)) firsts.set(looks, automation)
  }
  return [...firsts.values()]
}

const looksOf = recalledOfFiles((snapshot, automation: Automation) =>
  [
    acceptedVerdict(snapshot, automation),
    appliedVerdict(snapshot, automation),
    ...behindAutomation(snapshot, automation),
  ]
    .map(({ ok }) => String(ok))
    .join(),
)

function behindAutomation(snapshot: Snapshot, automation: Automation): readonly Link[] {
  return [
    named('source', sourceVerdict(snapshot, automation)),
    named('message', messageVerdict(snapshot, automation)),
    named('branch', branchVerdict(snapshot, automation)),
  ]
}

/** Whether the API server and the controllers take all of these objects. */
export function accepted(snapshot: Snapshot, objects: readonly Placed[]): Verdict | undefined {
  return inEveryForms(objects, one => acceptedVerdict(snapshot, one), 'are valid')
}

/** Whether all of these objects reach a cluster. */
export function applied(snapshot: Snapshot, objects: readonly Placed[]): Verdict | undefined {
  return inEveryForms(objects, one => appliedVerdict(snapshot, one), 'are applied')
}

/** One verdict about objects of several kinds, of each of which there may be several forms. */
function inEveryForms(
  objects: readonly Placed[],
  judge: (placed: Placed) => Verdict,
  whole: string,
): Verdict | undefined {
  const verdicts = kindNames.flatMap(kind => {
    const forms = objects.filter(({ resource }) => resource.kind === kind)
    return inEveryForm(forms.map(judge)) ?? []
  })
  const worst = gravest(verdicts)
  if (worst?.ok !== true) return worst
  const names = [
    ...new Set(objects.map(({ resource, namespace }) => `${resource.kind} ${namespace}/${resource.name}`)),
  ]
  return {
    ok: true,
    detail: `${names.join(', ')} ${names.length === 1 ? whole.replace(/^are/, 'is') : whole}`,
  }
}
