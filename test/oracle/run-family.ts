import { type Answer, compare, type Mismatch } from './compare.ts'
import { exceptions } from './exceptions.ts'
import type { Family } from './families.ts'
import type { Vector } from './vectors.ts'

export interface Failure extends Mismatch {
  readonly id: string
}

export interface Outcome {
  /** Cases with something to compare: files without results are answered too, where somebody else compares. */
  readonly total: number
  readonly passed: number
  /** Wrong, but under a listed exception. */
  readonly excepted: number
  readonly failures: readonly Failure[]
  /** Those that the product says it does not answer. */
  readonly notRendered: number
  /** `{id, …}` for each case, in order. */
  readonly answers: readonly object[]
}

/** Asks the product every case of a family and compares. With `strict` no exception counts. */
export async function runFamily(family: Family, cases: readonly Vector[], strict: boolean): Promise<Outcome> {
  const answers: object[] = []
  const failures: Failure[] = []
  let total = 0
  let excepted = 0
  let notRendered = 0
  for (const { id, input, expected } of cases) {
    const answer = await ask(family, structuredClone(input))
    answers.push({ id, ...answer })
    if (Object.keys(expected).length === 0) continue
    total++
    if (isNotRendered(input, answer)) {
      total--
      notRendered++
      continue
    }
    const mismatch = compare(family.name, expected, answer, input)
    if (mismatch === undefined) continue
    if (!strict && exceptions.some(one => one.family === family.name && one.holds(input))) excepted++
    else failures.push({ id, ...mismatch })
  }
  return { total, passed: total - excepted - failures.length, excepted, failures, notRendered, answers }
}

/** sprig's cryptography is not computed: the product says so in place of an answer. */
function isNotRendered({ template }: { readonly template?: unknown }, answer: Answer): boolean {
  const calls = /derivePassword|AES|bcrypt|htpasswd|gen(?:PrivateKey|CA|SelfSigned|Signed)|buildCustomCert/
  return (
    typeof template === 'string' &&
    calls.test(template) &&
    String((answer as { err?: unknown }).err).includes('not rendered here')
  )
}

/** An answer that throws is a bug of ours and never right; it must not hide the other cases. */
async function ask(family: Family, input: Vector['input']): Promise<Answer> {
  try {
    return (await family.answer?.(input)) ?? {}
  } catch (error) {
    return { thrown: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}
