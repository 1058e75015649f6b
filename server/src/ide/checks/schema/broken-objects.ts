import { imageGroup, servedVersions } from '../../../flux/resources/kinds.ts'
import type { BrokenObject } from '../../../flux/schema/broken-objects.ts'
import { theKind } from '../../../flux/schema/words.ts'
import { definitionsAt } from '../../../flux/version/flux-version-at.ts'
import type { Snapshot } from '../../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import type { Span } from '../../../text/span.ts'
import type { Edit, Fix } from '../../answers.ts'
import { type Check, codesOf, type Finding } from '../../check.ts'
import { lineStart, replace } from '../../fixes/field-edits.ts'
import { columnOf, reindent } from '../../fixes/reindent.ts'
import { visible } from '../../texts/words.ts'

const rows = {
  'object-unparsable': {
    flux: 'Flux reads every document of a file before it applies anything. Where one does not parse, it applies nothing of the whole Kustomization ("failed to decode Kubernetes YAML").',
  },
  'object-identity': {
    flux: 'Every object needs `apiVersion`, `kind` and `metadata.name`. Where one is missing, Flux applies nothing of the whole Kustomization. Patches are not asked: they may leave out what the object has that they are for.',
  },
  'object-group': {
    flux: 'The API server knows an object by its group and kind. Of a group that it does not know, Flux applies nothing of the whole Kustomization ("no matches for kind").',
  },
  'object-spec-below-metadata': {
    flux: '`spec` belongs beside `metadata`. Below it, it is a field that no object has: Flux applies nothing of the whole Kustomization ("field not declared in schema").',
  },
} as const

/** Objects of image automation that no cluster takes as they are. */
export const brokenObjects: Check = {
  codes: codesOf(rows),
  *findings({ file, snapshot }) {
    for (const broken of file.facts.brokenObjects) {
      const finding = findingOf(broken, file, snapshot)
      if (finding) yield finding
    }
  },
}

function findingOf(broken: BrokenObject, file: SourceFile, snapshot: Snapshot): Finding | undefined {
  switch (broken.problem) {
    case 'unparsable': {
      // Where Flux skips the file's markers, that is the same fault, reported with what follows from it.
      if (file.facts.problem) return undefined
      const message = `This does not parse (${visible(broken.detail)}): Flux applies nothing of what this file belongs to.`
      return { code: 'object-unparsable', span: visibleSpan(file, broken.span), message }
    }
    case 'group': {
      const { apiVersion, kind } = broken
      const written = apiVersion.text.split('/')[0] ?? ''
      const at = apiVersion.span[0] + file.text.slice(...apiVersion.span).indexOf(written)
      const span: Span = [at, at + written.length]
      return {
        code: 'object-group',
        span,
        message: `No cluster knows the group ${visible(written)}: Flux applies nothing of what this file belongs to. The group of ${theKind(kind)} is ${imageGroup}.`,
        fixes: () => [{ title: `Change to ${imageGroup}`, edits: [replace(file, span, imageGroup)] }],
      }
    }
    case 'spec-below-metadata': {
      const { spec, kind } = broken
      return {
        code: 'object-spec-below-metadata',
        span: spec.key.span,
        message: `spec stands below metadata here, and ${theKind(kind)} has it beside metadata: Flux applies nothing of what this file belongs to.`,
        fixes: () => asFix('Move spec beside metadata', moveOut(file, broken)),
      }
    }
    default:
      return isAsked(broken, file, snapshot) ? identity(broken, file, snapshot) : undefined
  }
}

type Identity = Extract<BrokenObject, { readonly problem: 'apiVersion' | 'kind' | 'metadata.name' }>

function identity(broken: Identity, file: SourceFile, snapshot: Snapshot): Finding {
  const { problem, span, kind } = broken
  const subject = kind ?? 'object of image automation'
  return {
    code: 'object-identity',
    span,
    message: `${problem} is missing: without it the API server takes no ${subject}, and Flux applies nothing of what this file belongs to.`,
    fixes: () => {
      if (kind === undefined || problem === 'metadata.name') return []
      const version = servedVersions(kind, definitionsAt(snapshot, file.path)).at(-1) ?? 'v1'
      const value = problem === 'kind' ? kind : `${imageGroup}/${version}`
      return asFix(`Add ${problem}: ${value}`, added(file, broken, problem, value))
    },
  }
}

/** A new first line of an object, above its first key. */
function added(file: SourceFile, { node }: Identity, name: string, value: string): Edit | undefined {
  const first = node.entries[0]?.key
  if (node.flow || first === undefined) return undefined
  const before = file.text.slice(lineStart(file.text, first.span[0]), first.span[0])
  // In a list the dash stays where it is.
  return replace(file, [first.span[0], first.span[0]], `${name}: ${value}\n${before.replace('-', ' ')}`)
}

/** Only the last field of `metadata` can leave it by its indentation. */
function moveOut(
  file: SourceFile,
  { metadata, spec }: Extract<BrokenObject, { readonly problem: 'spec-below-metadata' }>,
): Edit | undefined {
  if (metadata.flow || metadata.entries.at(-1) !== spec) return undefined
  const key = file.text.lastIndexOf('metadata:', metadata.span[0])
  return key === -1 ? undefined : reindent(file, spec, columnOf(file, key))
}

function asFix(title: string, edit: Edit | undefined): readonly Fix[] {
  return edit ? [{ title, edits: [edit] }] : []
}

/** Whether an object is one that something applies, or a file that nothing reads: no patch. */
function isAsked({ node }: Identity, { path }: SourceFile, { effective }: Snapshot): boolean {
  if (effective.alone.has(path)) return true
  const roots = [...effective.roots.values(), ...effective.fluxRoots]
  return roots.some(
    ({ resources, problems }) =>
      resources.some(
        ({ place }) => place.file === path && place.span[0] <= node.span[0] && node.span[1] <= place.span[1],
      ) || problems.some(({ code, file }) => code === 'kustomization-resource' && file === path),
  )
}

/** A place that can be seen: at least one character, and within one line. */
function visibleSpan({ text }: SourceFile, [start, end]: Span): Span {
  const from = Math.min(start, Math.max(0, text.trimEnd().length - 1))
  const next = text.indexOf('\n', from)
  const line = next === -1 ? text.length : next
  return [from, Math.max(from + 1, Math.min(end, line))]
}
