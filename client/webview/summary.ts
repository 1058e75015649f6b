import type { PlayedStage } from '../../server/src/flux/played/played.ts'
import { shown } from '../../server/src/text/foreign.ts'
import { made } from './element.ts'
import type { FromWorker } from './messages.ts'

interface Summary {
  readonly outcome: HTMLElement
  readonly funnel: HTMLElement
  readonly stages: HTMLElement
  readonly fate: HTMLElement
}

/** The stages at which tags end, as one can ask for them alone: of a policy, and of a repository without one. */
const endings: readonly PlayedStage[] = [
  'selected',
  'not-latest',
  'out-of-range',
  'unparsable',
  'filtered',
  'excluded',
]
const storedOrNot: readonly PlayedStage[] = ['stored', 'excluded']

/** Draws what is selected, how many tags come how far, and what becomes of the tag that is tried. */
export function drawSummary(
  { outcome, funnel, stages, fate }: Summary,
  answer: FromWorker,
  chosen: readonly PlayedStage[],
  choose: (stage: PlayedStage) => void,
): void {
  const { counts, tried } = answer
  // A screen reader reads out what changes, and nothing that stays.
  const shownNow = outcomeOf(answer)
  if (outcome.textContent !== shownNow.map(({ textContent }) => textContent).join(''))
    outcome.replaceChildren(...shownNow)
  setText(funnel, counts.map(({ name, count }) => `${name} ${count}`).join(' → '))
  const isPolicy = counts.length === 0 || counts.some(({ name }) => name === 'selected')
  drawStages(stages, isPolicy ? endings : storedOrNot, chosen, choose)
  setText(fate, tried === undefined ? '' : fateOf(tried))
}

/** A button each, which stays what it is while it is there: whoever is at one stays at it. */
function drawStages(
  at: HTMLElement,
  wanted: readonly PlayedStage[],
  chosen: readonly PlayedStage[],
  choose: (stage: PlayedStage) => void,
): void {
  const there = [...at.querySelectorAll('button')]
  if (there.map(({ dataset }) => dataset.stage).join() !== wanted.join())
    at.replaceChildren(
      ...wanted.map(stage => {
        const button = made('button', `stage ${stage}`, stage)
        button.dataset.stage = stage
        button.addEventListener('click', () => choose(stage))
        return button
      }),
    )
  for (const button of at.querySelectorAll('button'))
    button.setAttribute('aria-pressed', String(chosen.some(stage => stage === button.dataset.stage)))
}

function outcomeOf({ problem, selected, other, counts }: FromWorker): readonly Node[] {
  if (problem !== undefined) return [made('span', 'bad', `Flux fails: ${shown(problem)}`)]
  const isPolicy = counts.some(({ name }) => name === 'selected')
  const first = selected
    ? [
        made('span', '', 'Selects '),
        made('strong', 'latest', shown(selected.tag)),
        made('span', '', `: ${shown(selected.reason)}.`),
      ]
    : isPolicy
      ? [made('span', 'bad', 'Selects nothing.')]
      : []
  const elsewhere = other
    ? [made('span', 'other', ` Flux ${other.flux} selects ${shown(other.selects)}.`)]
    : []
  return [...first, ...elsewhere]
}

function fateOf({ tag, stage, reason, isListed }: NonNullable<FromWorker['tried']>): string {
  const name = shown(tag)
  if (stage === 'selected') return `${name} ${isListed ? 'is' : 'would be'} selected: ${shown(reason)}.`
  if (stage === 'stored') return `${name} ${isListed ? 'is' : 'would be'} stored: ${shown(reason)}.`
  return `${name}${isListed ? '' : ', were it pushed'}: ${stage === undefined ? '' : `${stage}: `}${shown(reason)}.`
}

function setText(at: HTMLElement, text: string): void {
  if (at.textContent !== text) at.textContent = text
}
