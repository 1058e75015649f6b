import {
  environmentKeys,
  profiles,
  projectKeys,
  projectSeverities,
} from '../../flux/project/project-settings.ts'
import { newestFlux } from '../../flux/resources/kinds.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import type { Cursor } from '../../text/cursor.ts'
import type { Completion } from '../answers.ts'
import { codes } from '../checks.ts'

/** What may be typed in a project file: its keys, and what each may be. */
export function projectCompletions(cursor: Cursor, snapshot: Snapshot): readonly Completion[] {
  const { at, path, span, hasColon } = cursor
  if (at === 'block') return []
  if (at === 'value')
    return values(path, snapshot).map(text => ({ label: text, kind: 'value', span, newText: written(text) }))
  const there = cursor.mapping?.entries.flatMap(({ key }) => (key.kind === 'scalar' ? key.text : [])) ?? []
  return keys(path)
    .filter(({ label }) => !there.includes(label))
    .map(({ label, detail }) => ({
      label,
      kind: 'field',
      ...(detail === undefined ? {} : { detail }),
      span,
      newText: hasColon ? label : `${label}: `,
    }))
}

function keys(parent: Cursor['path']): readonly { readonly label: string; readonly detail?: string }[] {
  const [first, item, ...rest] = parent
  if (first === undefined) return projectKeys.map(label => ({ label }))
  if (first === 'commit' && item === undefined) return [{ label: 'messageTemplate' }]
  if (first === 'diagnostics' && item === undefined)
    return codes.map(({ code, severity }) => ({ label: code, detail: severity }))
  if (first === 'environments' && item !== undefined && rest.length === 0)
    return environmentKeys.map(label => ({ label }))
  return []
}

function values([first, second, third]: Cursor['path'], { folders, rules }: Snapshot): readonly string[] {
  if (first === 'profile') return profiles
  if (first === 'fluxVersion') return ['auto', ...versions()]
  if (first === 'diagnostics' && second !== undefined) return projectSeverities
  if (first === 'environments' && third === 'path')
    return [...folders.keys()].filter(folder => folder !== '').toSorted()
  if (first === 'defaultPolicyNamespace') return [rules.defaultPolicyNamespace ?? 'flux-system']
  return []
}

/** The newest minor version that is known, and those before it that anybody still runs. */
function versions(): readonly string[] {
  const [major = '', minor = ''] = newestFlux.split('.')
  return Array.from({ length: 7 }, (_, at) => `${major}.${Number(minor) - at}`)
}

/** A version is a text, and no number. */
function written(text: string): string {
  return /^[\d.]+$/.test(text) ? `"${text}"` : text
}
