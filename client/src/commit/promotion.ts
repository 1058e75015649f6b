import { l10n } from 'vscode'
import type { Problem, PromotionPlanAnswer } from '../../../server/src/lsp/protocol.ts'
import type { PromotionChoice } from '../pick-promotion.ts'
import { say } from '../sinks/messages.ts'
import { ask } from './ask.ts'
import type { CommitPages } from './commit-pages.ts'
import { review } from './review.ts'
import { countText } from './words.ts'

/** Shows message and diff of a promotion that is to be committed; what was agreed to, or undefined. */
export async function reviewedPromotion(
  pages: CommitPages,
  argument: PromotionChoice,
): Promise<PromotionChoice | undefined> {
  const { from, to } = argument
  let found: PromotionPlanAnswer | undefined
  const plan = async (choice: object) => {
    const answer = await ask<PromotionPlanAnswer | Problem>('fluxmark.planPromotion', choice)
    if (answer === undefined) return undefined
    if ('problem' in answer) {
      say('error', answer.problem)
      return undefined
    }
    found = answer
    if (answer.commits.length > 0 || answer.refusals.length > 0) return answer
    say('information', nothingText(argument, answer))
    return undefined
  }
  const title = l10n.t('Promote {0} to {1}', from, to)
  const agreed = await review(pages, argument, { title, plan, notes: () => notesOf(found), isOne: true })
  if (found === undefined || agreed === undefined || agreed === 'back') return undefined
  return { ...argument, ...agreed, changes: found.changes.map(({ id }) => id) }
}

function nothingText({ from, to }: PromotionChoice, { skipped }: PromotionPlanAnswer): string {
  const [first] = skipped
  if (first === undefined) return l10n.t('Nothing to promote: {0} has the versions of {1}.', to, from)
  const count = skipped.length === 1 ? l10n.t('1 value is') : l10n.t('{0} values are', skipped.length)
  return l10n.t('Nothing to promote: {0} left out. {1}: {2}', count, first.path, first.reason)
}

function notesOf(found: PromotionPlanAnswer | undefined): readonly string[] {
  if (found === undefined) return []
  const { takenBack, skipped } = found
  const rows = (values: PromotionPlanAnswer['skipped']) =>
    values.map(({ path, reason }) => `- ${path}: ${reason}`)
  return [
    ...(takenBack.length === 0
      ? []
      : [l10n.t('Flux will write {0} back:', countText(takenBack.length, 'value')), ...rows(takenBack)]),
    ...(skipped.length === 0
      ? []
      : [l10n.t('Left out, {0}:', countText(skipped.length, 'value')), ...rows(skipped)]),
  ]
}
