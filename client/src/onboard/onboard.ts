import type { Disposable } from 'vscode'
import { l10n } from 'vscode'
import type {
  CandidateAnswer,
  OnboardAnswer,
  OnboardArgument,
  OnboardHome,
  OnboardPlan,
  Problem,
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
const title = l10n.t('Automate an Image')

export function createOnboarding(): Onboarding {
  const pages = createCommitPages('fluxmark-onboard', l10n.t('Proposal'))

  async function run(ask: AskServer, given: OnboardArgument | undefined): Promise<void> {
    const first = given ?? (await pickCandidate(ask))
    if (first === undefined) return
    const plan = await planned(ask, first)
    if (plan === undefined) return
    const target = await answered(plan, first)
    if (target === undefined) return
    const last = target === first ? plan : await planned(ask, target)
    if (last === undefined || !(await agreed(last))) return
    const done = (await ask('fluxmark.onboard', { ...target, silent: true })) as
      | OnboardAnswer
      | Problem
      | undefined
    if (done === undefined) return
    if ('problem' in done) return say('error', l10n.t('Not automated: {0}', done.problem))
    const files = countText(done.files, 'file')
    const what =
      target.policy === undefined
        ? l10n.t('{0} is automated by {1}', done.image, done.policy)
        : l10n.t('{0} is replaced', done.policy)
    say('information', l10n.t('{0}: {1} changed. Undo takes it back.', what, files))
  }

  /** The preview: what it selects, and a diff a file. */
  async function agreed({ text, files }: OnboardPlan): Promise<boolean> {
    const page = await pages.show(title, [text], files)
    try {
      const rows = [
        {
          icon: 'check',
          label: l10n.t('Apply'),
          detail: l10n.t('Writes {0}, as one step', countText(files.length, 'file')),
          isYes: true,
        },
        { icon: 'close', label: l10n.t('Leave Everything as It Is'), isYes: false },
      ]
      const picked = await pickOne(rows, {
        title,
        placeHolder: l10n.t('What it selects, and the changes, are shown below'),
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
  const plan = (await during(l10n.t('Looking at the tags of the image'), () =>
    Promise.resolve(ask('fluxmark.planOnboarding', target)),
  )) as OnboardPlan | null | undefined
  if (plan?.sure && plan.files.length > 0) return plan
  say(
    'information',
    plan
      ? l10n.t('Nothing to change for {0}:{1}. {2}', plan.image, plan.current, plan.why)
      : l10n.t('No image without a marker is on this line.'),
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
      { label: l10n.t('Only this one'), target },
      {
        label: l10n.t('All {0} places', places),
        detail: l10n.t('where {0}:{1} has no marker', image, current),
        target: { image: `${image}:${current}` },
      },
    ]
    const picked = await pickOne(rows, {
      title,
      placeHolder: l10n.t('{0}:{1} stands in {2} places', image, current, places),
    })
    if (picked === undefined) return undefined
    target = picked.target
  }
  if (homes.length > 1) {
    const rows = homes.map((home): Row & { readonly home: OnboardHome } => ({
      label:
        home.folder === undefined
          ? l10n.t('Namespace {0}', home.namespace)
          : home.folder || l10n.t('The root'),
      description: home.why,
      home,
    }))
    const picked = await pickOne(rows, { title, placeHolder: l10n.t('Where the new objects go') })
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
    say('information', l10n.t('Every image below the path of an ImageUpdateAutomation has a marker.'))
    return undefined
  }
  const rows = found.map(
    ({ image, path, uri, line, isHere }): Row & { readonly target: OnboardArgument } => ({
      label: image,
      description: `${path}:${line}${isHere ? l10n.t(', at the cursor') : ''}`,
      target: { uri, line },
    }),
  )
  return (await pickOne(rows, { title, placeHolder: l10n.t('Which image'), matchOnDescription: true }))
    ?.target
}
