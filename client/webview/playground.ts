// The playground's page: a table of all tags with what became of each. Texts from outside are only ever text nodes.
import type { PlayedStage } from '../../server/src/flux/played/played.ts'
import { element } from './element.ts'
import type { FromPage, FromWorker, ToPage, ToWorker, Wanted } from './messages.ts'
import { drawRows, rowHeight, titleCells } from './rows.ts'
import { drawSummary } from './summary.ts'
import { source } from './worker.ts?text'

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void }

const page = {
  title: element('title'),
  image: element('image'),
  rules: element('rules'),
  problem: element('problem'),
  outcome: element('outcome'),
  funnel: element('funnel'),
  stages: element('stages'),
  find: element('find', HTMLInputElement),
  tried: element('tried', HTMLInputElement),
  fate: element('fate'),
  list: element('list'),
  space: element('space'),
  rows: element('rows'),
  total: element('total'),
}

const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })))
let created: Readonly<Record<string, string>> = {}
let stages: readonly PlayedStage[] = []
let asked = 0
/** What the worker is at, and what it is asked next: only the newest question counts. */
let isBusy = false
let next: Partial<Pick<ToWorker, 'tags' | 'rules'>> | undefined

function wanted(): Wanted {
  const { list, find, tried } = page
  const first = Math.floor(list.scrollTop / rowHeight)
  const from = Math.max(0, first - 10)
  return {
    from,
    // Those in sight, and ten on each side where there are any.
    count: first - from + Math.ceil(list.clientHeight / rowHeight) + 10,
    stages,
    text: find.value,
    tried: tried.value.trim(),
  }
}

/** Asks the worker; while it works, what is asked for comes together. */
function ask(change: Partial<Pick<ToWorker, 'tags' | 'rules'>> = {}): void {
  next = { ...next, ...change }
  if (isBusy) return
  const question: ToWorker = { ...wanted(), ...next, number: ++asked }
  next = undefined
  isBusy = true
  worker.postMessage(question)
}

worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
  isBusy = false
  if (next) ask()
  drawSummary(page, data, stages, stage => {
    stages = stages.includes(stage) ? [] : [stage]
    page.list.scrollTop = 0
    ask()
  })
  drawRows(page, data, created)
})

addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  document.body.classList.toggle('stale', data.kind === 'unreadable')
  if (data.kind === 'unreadable') {
    page.problem.textContent = 'The manifest cannot be read at present. This is what it said before.'
    return
  }
  page.title.textContent = data.title
  page.image.textContent = data.image
  page.problem.textContent = data.problem ?? ''
  page.rules.replaceChildren(...rulesOf(data.rules, data.fluxVersion))
  created = data.created
  ask({ rules: data.rules, ...(data.tags ? { tags: data.tags } : {}) })
})

function rulesOf(
  { policy, filter, exclusionList }: NonNullable<ToWorker['rules']>,
  fluxVersion: string,
): readonly Node[] {
  const order = policy?.alphabetical ?? policy?.numerical
  const pairs: readonly (readonly [string, string | undefined])[] = [
    ['excluded', exclusionList?.join(', ') ?? 'signatures (^.*\\.sig$)'],
    ['pattern', filter?.pattern],
    ['extract', filter?.extract || undefined],
    ['range', policy?.semver?.range],
    ['order', order && `${policy?.alphabetical ? 'alphabetical' : 'numerical'} ${order.order ?? 'asc'}`],
    ['Flux', fluxVersion],
  ]
  return pairs.flatMap(([name, value]) => {
    if (value === undefined) return []
    const [term, description] = [document.createElement('dt'), document.createElement('dd')]
    term.textContent = name
    description.textContent = value
    return [term, description]
  })
}

titleCells(page.rows)
page.list.addEventListener('scroll', () => ask(), { passive: true })
addEventListener('resize', () => ask())
for (const field of [page.find, page.tried]) field.addEventListener('input', () => ask())
acquireVsCodeApi().postMessage({ kind: 'ready' })
