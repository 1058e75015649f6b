import { isDeepStrictEqual } from 'node:util'
import { type GoCase, goAnswers } from './go-answers.ts'
import { attempt, casesOf, isThrown, type Row, type Suite } from './suite.ts'

/**
 * A suite of single questions to a package of Go's: right is what Go answered, and what the package's own test
 * expects, where there is both.
 */
export function goSuite(name: string, mark: number): Suite {
  return {
    name,
    mark,
    *rows(folder) {
      for (const one of casesOf<GoCase>(folder)) {
        // RE2's own test leaves `\C` out as well.
        if (one.op !== 're2' || !one.pattern.includes('\\C')) yield rowOf(one)
      }
    },
  }
}

type Answers = Readonly<Record<string, unknown>>

function rowOf(one: GoCase): Row {
  const ask = goAnswers[one.op]
  const ours = ask ? attempt(() => ask(one)) : { thrown: `unknown operation ${one.op}` }
  const ok = !isThrown(ours) && isRight(one, ours as Answers)
  if (ok) return { id: one.id, ok }
  const isUnanswered = notRendered.test(String((ours as Answers).err ?? ''))
  return { id: one.id, ok, isUnanswered, ours, theirs: { go: one.go, up: one.up, m: one.m } }
}

/** What is said of a function that gives something else each time, or that is not worth its code. */
const notRendered = /nobody can tell the result|not predicted here|not rendered here/

function isRight(one: GoCase, ours: Answers): boolean {
  if (one.op === 're2') return isDeepStrictEqual([one.m, wholes(one)], [ours.m, ours.full])
  const isGoRight = !one.go || (asGo[one.op] ?? isDeepStrictEqual)(one.go, ours)
  return isGoRight && (!one.up || (asExpected[one.op]?.(one.up, ours, one) ?? true))
}

/** RE2 tells the groups too; compared is where the match lies. */
function wholes({ full = [] }: GoCase): unknown {
  return full.map(match => match?.slice(0, 2) ?? null)
}

/** Where equal is not what Go's answer means. Where Go did not end in time, it answered nothing. */
const asGo: Readonly<Record<string, (go: Answers, ours: Answers) => boolean>> = {
  raw: sameText,
  template: sameText,
  regexp(go, ours) {
    if ('err' in go) return go.err === ours.err
    return isDeepStrictEqual([go.m, go.x, go.names], [ours.m, ours.x, ours.names])
  },
}

function sameText(go: Answers, ours: Answers): boolean {
  return go.timeout === true || ('ok' in go ? go.ok === ours.ok : go.err === ours.err)
}

/** What each kind of test expects. */
const asExpected: Readonly<Record<string, (up: Answers, ours: Answers, one: GoCase) => boolean>> = {
  constraint(up, ours, { versions }) {
    if ('err' in up) return up.err === 'err' in ours
    if ('err' in ours) return up.check !== true
    return up.check === (ours.in as readonly string[]).includes(versions[0] ?? '')
  },
  version: (up, ours) => up.err === 'err' in ours,
  compare: (up, ours) => up.cmp === ours.cmp,
  name: (up, ours) => ('err' in up ? up.err === 'err' in ours : up.scheme === ours.scheme),
  envsubst: (up, ours) => ('err' in up ? 'err' in ours || 'panic' in ours : up.ok === ours.ok),
  regexp(up, ours) {
    if ('errHas' in up) return String(ours.err ?? '').includes(String(up.errHas))
    return isDeepStrictEqual(up.m, (ours.m as readonly unknown[])[0] ?? null)
  },
  raw: (up, ours) => up.ok === ours.ok,
  policy(up, ours) {
    if ('invalid' in up) return up.invalid === /^invalid policy/.test(String(ours.err ?? ''))
    return up.fails ? 'err' in ours : up.tag === ours.tag
  },
  filter: (up, ours) => isDeepStrictEqual(up.keys, ours.keys),
  exclude(up, ours) {
    return up.fails ? 'err' in ours : isDeepStrictEqual([...(up.tags as string[])].sort(), ours.tags)
  },
  latestTags: (up, ours) => isDeepStrictEqual(up.tags, ours.tags),
  image: (up, ours) => (up.fails ? 'err' in ours : up.canonical === ours.canonical),
}
