import { l10n } from 'vscode'
import type { CommitArgument, CommitPlanAnswer, FileDiff } from '../../../server/src/lsp/protocol.ts'
import { ask as askUser, say } from '../sinks/messages.ts'
import { input, pickStep, type Row } from '../sinks/picks.ts'
import type { CommitPage, CommitPages } from './commit-pages.ts'
import { wholeMessage } from './whole-message.ts'
import { branchesText, countText, failureText } from './words.ts'

/** The tab of what is about to be committed. */
const preview = l10n.t('Commit Preview')

/** What is looked at before it is committed. */
export interface Reviewed {
  readonly title: string
  /** What a choice would do; undefined where that cannot be told. */
  readonly plan: (choice: CommitArgument) => Promise<CommitPlanAnswer | undefined>
  /** What is to be known besides, as sentences. */
  readonly notes?: (plan: CommitPlanAnswer) => readonly string[]
  /** All of it is one step: it is not split into commits of policies, nor made in the name of another one. */
  readonly isOne?: boolean
}

/**
 * Shows message and diff of what would be committed, and lets the user change how; the choice that was agreed to, or
 * undefined. A branch that would lose commits is asked about first.
 */
export async function review(
  pages: CommitPages,
  first: CommitArgument,
  { title, plan: planOf, notes = () => [], isOne = false }: Reviewed,
): Promise<CommitArgument | 'back' | undefined> {
  let page: CommitPage | undefined
  try {
    for (let choice: CommitArgument | undefined = first; choice !== undefined; ) {
      const plan = await planOf(choice)
      if (plan === undefined) return undefined
      if (plan.refusals.length > 0) {
        choice = await refused(plan, choice)
        continue
      }
      if (plan.previews.every(({ files }) => files.length === 0)) {
        say('information', l10n.t('Nothing to commit: the branch holds these values already.'))
        return undefined
      }
      await page?.hide()
      page = await pages.show(
        preview,
        plan.commits.map(({ message }) => message),
        [...notesPage(notes(plan)), ...plan.previews.flatMap(({ files }) => files)],
      )
      const next = await pickNext(plan, choice, title, isOne)
      if (next === 'commit') return choice
      if (next === 'back') return 'back'
      choice = next
    }
    return undefined
  } finally {
    await page?.hide()
  }
}

function notesPage(notes: readonly string[]): readonly FileDiff[] {
  return notes.length === 0 ? [] : [{ path: l10n.t('Before you commit'), after: `${notes.join('\n')}\n` }]
}

/** A branch that would lose commits is the user's to decide about; any other refusal is shown. */
async function refused(
  { refusals }: CommitPlanAnswer,
  choice: CommitArgument,
): Promise<CommitArgument | undefined> {
  const others = refusals.find(({ code }) => code !== 'E_BRANCH_OVERWRITE')
  const first = others ?? refusals[0]
  if (others || choice.existing || first === undefined) {
    if (first) say('error', failureText(l10n.t('Not committed'), first))
    return undefined
  }
  const names = refusals.map(({ branch }) => branch).join(', ')
  const follow = l10n.t('Commit on Top')
  const overwrite = l10n.t('Overwrite')
  const answer = await askUser(
    'warning',
    l10n.t('Start {0} anew, or commit on top of what it holds?', names),
    { modal: true, detail: refusals.map(({ message }) => message).join('\n\n') },
    follow,
    overwrite,
  )
  if (answer === undefined) return undefined
  return { ...choice, existing: answer === follow ? 'follow' : 'overwrite' }
}

async function pickNext(
  plan: CommitPlanAnswer,
  choice: CommitArgument,
  title: string,
  isOne: boolean,
): Promise<CommitArgument | 'commit' | 'back' | undefined> {
  const { per: _, ...once } = choice
  const changes = isOne ? [] : plan.changes
  const policies = new Set(changes.map(({ policy }) => policy)).size
  const automations = new Set(changes.map(({ automation }) => automation)).size
  const authors = [
    ...new Set(changes.flatMap(({ author }) => (author ? `${author.name} <${author.email}>` : []))),
  ]
  const { author: __, ...asUser } = choice
  const replaced = plan.commits.find(commit => commit.replaced !== undefined)?.replaced
  const by = plan.previews[0]?.author
  const [message, ...furtherMessages] = plan.commits.map(commit => commit.message)
  const items: (Row & { next: CommitArgument | 'commit' | 'message' | 'whole message' })[] = [
    {
      icon: 'check',
      label: l10n.t('Commit to {0}', branchesText(plan)),
      description: l10n.t(
        '{0} in {1}, by {2} <{3}>',
        countText(plan.changes.length, 'value'),
        countText(plan.commits.length, 'commit'),
        by?.name ?? '',
        by?.email ?? '',
      ),
      ...(replaced === undefined
        ? { detail: plan.commits.map(({ message }) => message.trim().split('\n', 1)[0]).join(' · ') }
        : { detailIcon: 'warning', detail: replaced }),
      next: 'commit',
    },
    ...(message === undefined || furtherMessages.length > 0
      ? []
      : [
          { icon: 'edit', label: l10n.t('Edit the message…'), next: 'message' } as const,
          { icon: 'go-to-file', label: l10n.t('Edit the whole message…'), next: 'whole message' } as const,
        ]),
    ...(choice.per === undefined
      ? []
      : [{ icon: 'git-commit', label: l10n.t('One commit for all'), next: once }]),
    ...(policies < 2 || choice.per === 'policy'
      ? []
      : [
          {
            icon: 'list-flat',
            label: l10n.t('One commit per policy'),
            next: { ...choice, per: 'policy' } as const,
          },
        ]),
    ...(automations < 2 || choice.per === 'automation'
      ? []
      : [
          {
            icon: 'list-tree',
            label: l10n.t('One commit per automation'),
            next: { ...choice, per: 'automation' } as const,
          },
        ]),
    ...(choice.author ? [{ icon: 'person', label: l10n.t('Author: you'), next: asUser }] : []),
    ...(choice.author || authors.length !== 1
      ? []
      : [
          {
            icon: 'person',
            label: l10n.t('Author: {0}, as Flux', authors[0] ?? ''),
            next: { ...choice, author: 'automation' } as const,
          },
        ]),
  ]
  const picked = await pickStep(items, { title, placeHolder: l10n.t('Message and diff are shown below') })
  if (picked === undefined || picked === 'back') return picked
  if (picked.next === 'whole message') {
    const text = await wholeMessage(message ?? '', title)
    return text === undefined ? choice : { ...choice, message: text }
  }
  if (picked.next !== 'message') return picked.next
  return { ...choice, ...(await editedMessage(message ?? '', title)) }
}

/** The message with another first line; the lines below it stay. Nothing where the user thinks better of it. */
async function editedMessage(message: string, title: string): Promise<Pick<CommitArgument, 'message'>> {
  const [first = '', ...rest] = message.trim().split('\n')
  const edited = await input({
    title,
    value: first,
    prompt:
      rest.length > 0
        ? l10n.t('First line of the message; the lines below it stay')
        : l10n.t('Message of the commit'),
    ignoreFocusOut: true,
    validateInput: text => (text.trim() === '' ? l10n.t('A commit needs a message') : undefined),
  })
  return edited === undefined ? {} : { message: [edited.trim(), ...rest].join('\n') }
}
