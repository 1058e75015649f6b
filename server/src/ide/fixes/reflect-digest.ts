import type { SourceFile } from '../../flux/workspace/source-file.ts'
import type { Mapping } from '../../text/node.ts'
import type { Edit, Fix } from '../answers.ts'
import { setField } from './field-edits.ts'

/** Has an ImagePolicy look its digest up at an interval, which it needs for that (docs/flux.md §3.6). */
export function alwaysReflect(file: SourceFile, policy: Mapping): readonly Fix[] {
  const always = setField(file, policy, ['spec', 'digestReflectionPolicy'], 'Always')
  const interval = setField(file, policy, ['spec', 'interval'], '10m')
  if (always === undefined || interval === undefined) return []
  const isApart = always.span[0] !== interval.span[0] || always.span[1] !== interval.span[1]
  return [
    {
      title: 'Set digestReflectionPolicy to Always, looked up every 10m',
      edits: isApart ? [always, interval] : [joined(always, interval)],
    },
  ]
}

/** Two insertions at one place, the first one's text first. */
function joined(first: Edit, second: Edit): Edit {
  return { ...first, newText: first.newText + second.newText }
}
