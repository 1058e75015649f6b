import type { DescribedPlace } from '../../flux/schema/described-place.ts'
import { functions } from '../../go/template/functions.ts'
import type { Cursor } from '../../text/cursor.ts'
import { field } from '../../text/node.ts'
import type { Completion } from '../answers.ts'

/** What a commit message's template can say at an offset of a file's text. */
export function templateCompletions(
  text: string,
  offset: number,
  { typed }: Cursor,
  { object }: DescribedPlace,
): readonly Completion[] {
  const open = typed.lastIndexOf('{{')
  // What the editor closed by itself goes with a whole action.
  const closing = /^\}*/.exec(text.slice(offset, offset + 2))?.[0].length ?? 0
  const isInside = open >= 0 && !typed.includes('}}', open)
  const item = (
    label: string,
    kind: Completion['kind'],
    detail: string,
    word: string,
    newText = label,
  ): Completion => ({
    label,
    kind,
    detail,
    span: [offset - word.length, offset + (kind === 'snippet' ? closing : 0)],
    newText,
    filterText: newText,
  })
  const braces = /\{*$/.exec(typed)?.[0] ?? ''
  const whole = actions.map(([action, detail]) => item(action, 'snippet', detail, braces))
  if (!isInside) return whole
  const word = /[$.\w]*$/.exec(typed)?.[0] ?? ''
  const start = text.lastIndexOf('messageTemplate', offset)
  const variables = [...new Set(text.slice(start, offset).match(/\$\w+/g))].filter(name => name !== word)
  const values = field(object, 'spec', 'git', 'commit', 'messageTemplateValues')
  const names =
    values?.kind === 'mapping'
      ? values.entries.flatMap(({ key }) => (key.kind === 'scalar' ? [key.text] : []))
      : []
  return [
    ...(braces === '{{' ? whole : []),
    ...fields.map(([name, detail]) => item(name, 'field', detail, word)),
    ...names.map(name => item(`.Values.${name}`, 'field', 'of messageTemplateValues', word)),
    ...variables.map(name => item(name, 'field', 'variable', word)),
    ...keywords.map(name => item(name, 'function', 'keyword', word)),
    ...[...functions.keys()].sort().map(name => item(name, 'function', 'function', word)),
  ]
}

const fields: readonly (readonly [string, string])[] = [
  ['.Changed.Changes', 'list of the changes: each with OldValue, NewValue, Setter'],
  ['.Changed.Objects', 'the changes by object: Kind, Name, Namespace, APIVersion'],
  ['.Changed.FileChanges', 'the changes by file, and by object'],
  ['.AutomationObject', 'the automation: prints namespace/name'],
  ['.AutomationObject.Name', 'the automation’s name'],
  ['.AutomationObject.Namespace', 'the automation’s namespace'],
  ['.Values', 'the messageTemplateValues'],
  ['.OldValue', 'of a change: what stood there'],
  ['.NewValue', 'of a change: what stands there now'],
  ['.Setter', 'of a change: namespace:policy, with its suffix'],
  ['.Kind', 'of an object'],
  ['.Name', 'of an object'],
  ['.Namespace', 'of an object'],
]

const keywords: readonly string[] = ['range', 'if', 'else', 'end', 'with']

const actions: readonly (readonly [string, string])[] = [
  ['{{ range .Changed.Changes }}{{ .OldValue }} -> {{ .NewValue }}{{ end }}', 'each change'],
  ['{{ len .Changed.Changes }}', 'how many changes'],
  ['{{ .AutomationObject }}', 'the automation'],
]
