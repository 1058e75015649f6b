import {
  canonicalMarker,
  correctedName,
  type NearMarker,
  type NearMarkerCode,
} from '../../../flux/markers/near-marker.ts'
import { type Shape, shapeOf } from '../../../flux/markers/shape.ts'
import type { Snapshot } from '../../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import type { Fix } from '../../answers.ts'
import { type Check, codesOf, fix } from '../../check.ts'

const words: Readonly<Record<NearMarkerCode, Words>> = {
  'marker-json-invalid': {
    flux: 'Flux parses the comment as a JSON object of strings. It does not parse, so Flux sees an ordinary comment and never updates the value.',
    message: () =>
      'Not a JSON object: Flux ignores this marker. Write it with double quotes, as {"$imagepolicy": "namespace:name"}.',
  },
  'marker-extra-text': {
    flux: 'The marker must be the whole comment. With other text around it the comment is no JSON object, and Flux never updates the value.',
    message: ({ extra }) =>
      `Text beside the marker makes Flux ignore it: the marker must be the whole comment.${extra ? ` Move "${extra}" to a line of its own.` : ''}`,
  },
  'marker-no-space-before-hash': {
    flux: 'In YAML a comment needs a space before its `#`. Without it the marker is a part of the value: the cluster gets an image name that does not exist.',
    message: () =>
      'Without a space before # this is no comment: the marker is part of the value. Insert a space.',
  },
  'marker-wrong-key': {
    flux: 'Flux reads the key `$imagepolicy`, all lower case, with the dollar sign. Any other key is no marker; without one proper marker the file is not even opened.',
    message: () => 'The key must be "$imagepolicy", all lower case: Flux ignores this marker.',
  },
  'marker-bad-separator': {
    flux: 'Namespace and policy are joined by a colon. With a slash no policy is found, and Flux ignores the marker without a word.',
    message: ({ intended }) =>
      `Namespace and policy are separated by a colon: Flux finds no policy "${intended}". Write "${correctedName(intended)}".`,
  },
  'marker-missing-namespace': {
    flux: 'A marker names the namespace of its ImagePolicy, always: there is no default. Without it no policy is found, and Flux ignores the marker.',
    message: ({ intended }) =>
      `The namespace is missing: Flux finds no policy "${intended}". Write "namespace:${intended.replace(/^:/, '')}".`,
  },
  'marker-unknown-suffix': {
    flux: 'Behind the policy a marker may say `:tag`, `:name` or `:digest`, in lower case, or nothing. Any other suffix names a setter that does not exist, and Flux ignores the marker.',
    message: ({ intended }) =>
      `"${intended}" ends in no suffix that Flux knows: it ignores this marker. The suffix is :tag, :name, :digest or absent.`,
  },
  'marker-whitespace-in-ref': {
    flux: 'Nothing is trimmed: a space beside the namespace or the name is part of it, and no policy is called that. Flux ignores the marker.',
    message: ({ intended }) => `Remove the space: Flux finds no policy "${intended}".`,
  },
  'marker-non-string-values': {
    flux: 'Every value in the comment must be a string. One number, list or object makes the whole comment unreadable, and Flux never updates the value.',
    message: () => 'Every value in a marker must be a string: Flux cannot read this one. Remove the others.',
  },
}

/** The nine ways to misspell a marker. */
export const nearMarkers: Check = {
  codes: codesOf(words),
  findings: ({ file, snapshot }) =>
    file.facts.nearMarkers.map(near => ({
      code: near.code,
      span: near.span,
      message: words[near.code].message(near),
      fixes: () => fixes(near, file, snapshot),
    })),
}

interface Words {
  readonly flux: string
  readonly message: (near: NearMarker) => string
}

function fixes(near: NearMarker, file: SourceFile, snapshot: Snapshot): readonly Fix[] {
  const { code, span } = near
  if (code === 'marker-no-space-before-hash')
    return [fix('Insert a space before #', file, [span[0], span[0]], ' ')]
  const meant = candidates(near, snapshot)
  return meant.flatMap(name => {
    const marker = canonicalMarker(name)
    if (marker === undefined) return []
    if (near.extra === undefined) return [fix(`Change to ${marker.slice(2)}`, file, span, marker)]
    const line = lineStart(file.text, span[0])
    const indent = /^[ \t]*/.exec(file.text.slice(line))?.[0] ?? ''
    return [
      {
        title: 'Move the other text to the line above',
        edits: [
          { path: file.path, span: [line, line], oldText: '', newText: `${indent}# ${near.extra}\n` },
          { path: file.path, span, oldText: file.text.slice(span[0], span[1]), newText: marker },
        ],
      },
    ]
  })
}

/** What the author may have meant, likeliest first. */
function candidates({ code, intended, value = '' }: NearMarker, { index }: Snapshot): readonly string[] {
  if (code === 'marker-missing-namespace') {
    const name = intended.replace(/^:/, '')
    return [...index.policies.keys()].filter(key => key.endsWith(`:${name}`))
  }
  if (code === 'marker-unknown-suffix') {
    const [namespace, name] = intended.split(':')
    const parts = suffixesFor[shapeOf(value)] ?? ['', ':tag', ':name', ':digest']
    return parts.map(part => `${namespace}:${name}${part}`)
  }
  return [correctedName(intended)]
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1
}

/** The suffixes that go with a value of that look. */
const suffixesFor: Readonly<Partial<Record<Shape, readonly string[]>>> = {
  image: [''],
  name: [':name', ''],
  tag: [':tag'],
  digest: [':digest'],
}
