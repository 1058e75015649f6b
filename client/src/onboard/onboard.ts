import type { Disposable } from 'vscode'
import type {
  CandidateAnswer,
  OnboardAnswer,
  OnboardArgument,
  OnboardHome,
  OnboardPlan,
} from '../../../server/src/lsp/protocol.ts'
import { createCommitPages } from '../commit/commit-pages.ts'
import { countText } from '../commit/words.ts'
import type { AskServer } from '../registries/pick-repository.ts'
import { during, say } from '../sinks/messages.ts'
import { pickOne, type Row } from '../sinks/picks.ts'
import { targetAtCursor } from '../update-target.ts'

/** *Automate an Image…*: from an image without a marker to a policy, by at most two questions and one preview. */
export interface Onboarding extends Disposable {
  /** `target` is the server's argument; without one the user picks an image. */
  run(ask: AskServer, target: OnboardArgument | undefined): Promise<void>
}

/** The tab of what is about to be written. */
const title = 'Automate an Image'

export function createOnboarding(): Onboarding {
  const pages = createCommitPages('fluxmark-onboard', 'Proposal')

  async function run(ask: AskServer, given: OnboardArgument | undefined): Promise<void> {
    const first = given ?? (await pickCandidate(ask))
    if (first === undefined) return
    const plan = await planned(ask, first)
    if (plan === undefined) return
    const target = await answered(plan, first)
    if (target === undefined) return
    const last = target === first ? plan : await planned(ask, target)
    if (last === undefined || !(await agreed(last))) return
    const done = (await ask('fluxmark.onboard', { ...target, silent: true })) as OnboardAnswer | null
    if (done === null || done === undefined)
      return say('error', 'Nothing was written: the text changed meanwhile. Try again.')
    const files = countText(done.files, 'file')
    const what =
      target.policy === undefined
        ? `${done.image} is automated by ${done.policy}`
        : `${done.policy} is replaced`
    say('information', `${what}: ${files} changed. Undo takes it back.`)
  }

  /** The preview: what it selects, and a diff a file. */
  async function agreed({ text, files }: OnboardPlan): Promise<boolean> {
    const page = await pages.show(title, [text], files)
    try {
      const rows = [
        {
          icon: 'check',
          label: 'Apply',
          detail: `Writes ${countText(files.length, 'file')}, as one step`,
          isYes: true,
        },
        { icon: 'close', label: 'Leave Everything as It Is', isYes: false },
      ]
      const picked = await pickOne(rows, {
        title,
        placeHolder: 'What it selects, and the changes, are shown below',
        ignoreFocusOut: true,
      })
      return picked?.isYes === true
    } finally {
      await page.hide()
    }
  }

  return Object.assign(pages, { run })
}

/** A proposal; undefined, and said why, where there is none. */
async function planned(ask: AskServer, target: OnboardArgument): Promise<OnboardPlan | undefined> {
  const plan = (await during('Looking at the tags of the image', () =>
    Promise.resolve(ask('fluxmark.planOnboarding', target)),
  )) as OnboardPlan | null | undefined
  if (plan?.sure && plan.files.length > 0) return plan
  say(
    'information',
    plan
      ? `Nothing to change for ${plan.image}:${plan.current}. ${plan.why}`
      : 'No image without a marker is on this line.',
  )
  return undefined
}

/** Which places, and where: asked only where nothing decides it. */
async function answered(
  { image, current, places, homes }: OnboardPlan,
  first: OnboardArgument,
): Promise<OnboardArgument | undefined> {
  let target = first
  if (places > 1 && first.image === undefined && first.policy === undefined) {
    const rows: readonly (Row & { readonly target: OnboardArgument })[] = [
      { label: 'Only this one', target },
      {
        label: `All ${places} places`,
        detail: `where ${image}:${current} has no marker`,
        target: { image: `${image}:${current}` },
      },
    ]
    const picked = await pickOne(rows, {
      title,
      placeHolder: `${image}:${current} stands in ${places} places`,
    })
    if (picked === undefined) return undefined
    target = picked.target
  }
  if (homes.length > 1) {
    const rows = homes.map((home): Row & { readonly home: OnboardHome } => ({
      label: home.folder === undefined ? `Namespace ${home.namespace}` : home.folder || 'The root',
      description: home.why,
      home,
    }))
    const picked = await pickOne(rows, { title, placeHolder: 'Where the new objects go' })
    if (picked === undefined) return undefined
    const { namespace, folder } = picked.home
    target = { ...target, namespace, ...(folder === undefined ? {} : { folder }) }
  }
  return target
}

async function pickCandidate(ask: AskServer): Promise<OnboardArgument | undefined> {
  const found = (await ask('fluxmark.candidates', targetAtCursor() ?? {})) as
    | readonly CandidateAnswer[]
    | null
  if (!Array.isArray(found) || found.length === 0) {
    say('information', 'Every image below the path of an ImageUpdateAutomation has a marker.')
    return undefined
  }
  const rows = found.map(
    ({ image, path, uri, line, isHere }): Row & { readonly target: OnboardArgument } => ({
      label: image,
      description: `${path}:${line}${isHere ? ', at the cursor' : ''}`,
      target: { uri, line },
    }),
  )
  return (await pickOne(rows, { title, placeHolder: 'Which image', matchOnDescription: true }))?.target
}
