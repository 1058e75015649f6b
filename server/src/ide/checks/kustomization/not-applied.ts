import { applied, resourcesSpan } from '../../../flux/chain/applied.ts'
import { live } from '../../../flux/chain/live.ts'
import type { Placed } from '../../../flux/resources/resource-index.ts'
import { keySpan } from '../../../flux/resources/spec-field.ts'
import type { Snapshot } from '../../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import { field } from '../../../text/node.ts'
import type { Fix } from '../../answers.ts'
import { type Check, codesOf, type Finding } from '../../check.ts'
import { visible } from '../../texts/words.ts'

/** What no cluster receives: the link `applied` of the chain. */
export const notApplied: Check = {
  codes: codesOf({
    'kustomization-not-listed': {
      severity: 'warning',
      flux: 'Where a folder has a kustomization, Flux applies what its `resources` list, and nothing else below the folder. A file that is not listed never reaches the cluster.',
    },
    'kustomization-ignored-file': {
      severity: 'warning',
      flux: 'What `.sourceignore` and `spec.ignore` of a GitRepository leave out is not in the artifact that Flux applies.',
    },
    'nothing-applies': {
      severity: 'hint',
      flux: 'A cluster applies what its Kustomizations lead to, from `gotk-sync.yaml` or a FluxInstance on. What none of them reaches does nothing there, and is not judged.',
    },
  }),
  *findings({ file, snapshot }) {
    for (const { kustomization, entry, objects } of snapshot.unanswered.recall(omissions)) {
      if (kustomization !== file.path) continue
      const names = objects.map(({ resource }) => `${resource.kind} ${visible(resource.name)}`)
      yield {
        code: 'kustomization-not-listed',
        span: resourcesSpan(snapshot, file.path),
        message: `${visible(entry)} is not listed here, so that ${names.join(', ')} never ${names.length === 1 ? 'reaches' : 'reach'} the cluster. Add "- ${visible(entry)}".`,
        fixes: () => listIt(file, entry),
        related: objects.map(({ path, resource }, index) => ({
          path,
          span: resource.span,
          message: names[index] ?? '',
        })),
      }
    }
    yield* deadHere(file, snapshot)
  },
}

/** Said once a file, at the first object. */
function* deadHere(file: SourceFile, snapshot: Snapshot): Iterable<Finding> {
  const [first] = file.facts.resources
  const found = first && applied(snapshot, file.path, first.span[0])
  if (first && found?.state === 'ignored')
    yield {
      code: 'kustomization-ignored-file',
      span: first.span,
      message: `"${visible(found.rule)}" in ${found.path} leaves this file out of what the cluster receives. Remove the rule, or move the file.`,
    }
  if (first && found?.state === 'unreached')
    yield {
      code: 'nothing-applies',
      span: first.span,
      alike: 'nothing-applies',
      message: `Nothing applies this: no Flux Kustomization that ${snapshot.unanswered.recall(live).starts.length > 0 ? 'a cluster starts from' : 'is seen'} reaches it.`,
    }
  const { starts, roots, others } = snapshot.unanswered.recall(live)
  if (starts.length === 0 || others !== undefined) return
  for (const root of snapshot.effective.fluxRoots) {
    const { place } = root.kustomization
    if (place.file !== file.path || roots.includes(root)) continue
    const object = file.facts.fluxObjects.find(
      ({ span }) => place.span[0] <= span[0] && span[1] <= place.span[1],
    )
    if (object)
      yield {
        code: 'nothing-applies',
        span: object.span,
        message: 'Nothing applies this Kustomization: none that a cluster starts from reaches it.',
      }
  }
}

interface Omitted {
  readonly kustomization: string
  readonly entry: string
  readonly objects: readonly Placed[]
}

/** What kustomizations do not list, each entry with all its objects. */
function omissions(snapshot: Snapshot): readonly Omitted[] {
  const found = new Map<string, Omitted>()
  for (const placed of snapshot.index.placed.values()) {
    const state = applied(snapshot, placed.path, placed.resource.span[0])
    if (state.state !== 'not-listed') continue
    const key = JSON.stringify(state.omission)
    const objects = found.get(key)?.objects ?? []
    found.set(key, { ...state.omission, objects: [...objects, placed] })
  }
  return [...found.values()]
}

/** A further item of the list, as the last one is written; a list of its own where there is none. */
function listIt(file: SourceFile, entry: string): readonly Fix[] {
  const { path, text } = file
  const document = file.facts.documents[0]
  const root = document?.root
  if (root?.kind !== 'mapping' || root.flow || (document?.errors.length ?? 0) > 0) return []
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  const add = (at: number, newText: string): readonly Fix[] => [
    { title: `Add - ${entry}`, edits: [{ path, span: [at, at], oldText: '', newText }] },
  ]
  const list = field(root, 'resources')
  if (list === undefined) {
    const before = text.slice(0, root.span[1]).trimEnd().length
    const end = endOfLine(text, before)
    return keySpan(root, 'resources') ? [] : add(end, `${eol}resources:${eol}- ${entry}`)
  }
  if (list.kind !== 'sequence') return []
  const last = list.items.at(-1)
  if (list.flow) {
    const close = list.span[1] - 1
    if (text.charAt(close) !== ']') return []
    return last === undefined ? add(close, entry) : add(last.span[1], `, ${entry}`)
  }
  if (last?.kind !== 'scalar') return []
  const start = text.lastIndexOf('\n', last.span[0] - 1) + 1
  const [indent] = /^[ \t]*- */.exec(text.slice(start, last.span[0])) ?? []
  return indent === undefined ? [] : add(endOfLine(text, last.span[1]), `${eol}${indent}${entry}`)
}

function endOfLine(text: string, from: number): number {
  return from + (/\r?\n|$/.exec(text.slice(from))?.index ?? 0)
}
