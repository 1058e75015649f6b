import { innerSpan, specScalar } from '../../../flux/resources/spec-field.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import type { Check } from '../../check.ts'
import { lineStart } from '../../fixes/field-edits.ts'

/** Something that was stopped, and nobody knows why or since when. */
export const suspendWithoutReason: Check = {
  codes: [
    {
      code: 'suspend-without-reason',
      severity: 'hint',
      default: 'strict',
      flux: 'What is suspended stays so until somebody remembers. A comment with a date and a reason, on the line or above it, tells who comes next whether it may go on.',
    },
  ],
  *findings({ file }) {
    for (const resource of file.facts.resources) {
      const suspend = specScalar(resource, 'suspend')
      if (!resource.suspend || suspend === undefined || hasReason(file, suspend.span[0])) continue
      yield {
        span: innerSpan(suspend),
        message: `Say since when and why ${resource.kind} ${resource.name} is suspended, in a comment: # 2026-01-31: the reason.`,
      }
    }
  },
}

/** Whether a comment on an offset's line, or right above it, holds a date and words. */
function hasReason({ text }: SourceFile, offset: number): boolean {
  const start = lineStart(text, offset)
  const end = text.indexOf('\n', offset)
  const behind = /#(.*)$/.exec(text.slice(offset, end === -1 ? text.length : end).trimEnd())?.[1] ?? ''
  const above = text.slice(0, start).split(/\r?\n/).slice(0, -1)
  const first = above.findLastIndex(line => !line.trimStart().startsWith('#')) + 1
  const comment = [...above.slice(first), behind].join(' ')
  const rest = comment.replace(/\d{4}-\d{2}-\d{2}\S*/, '')
  return rest !== comment && /\p{L}{2}/u.test(rest)
}

/** A finding that was silenced, and nobody knows why. */
export const ignoreWithoutReason: Check = {
  codes: [
    {
      code: 'ignore-without-reason',
      severity: 'hint',
      default: 'strict',
      flux: 'Flux knows nothing of `# fluxmark-ignore`: what is silenced there stays as it is. A reason behind `--` tells whether it still has to.',
    },
  ],
  *findings({ file: { text } }) {
    for (const match of text.matchAll(/#\s*fluxmark-ignore(?:-file)?:[^\n#]*/g)) {
      const comment = match[0].trimEnd()
      if (/\s--\s+\S/.test(comment)) continue
      yield {
        span: [match.index, match.index + comment.length],
        message: 'Say why, behind two hyphens: # fluxmark-ignore: code -- reason.',
      }
    }
  },
}
