import type { GoError } from './go-error.ts'
import { allowance, type Budget, Failure } from './reflect/failure.ts'
import type { Any } from './reflect/type.ts'
import { execute } from './template/execute.ts'
import { functions } from './template/functions.ts'
import { parse } from './template/parse.ts'
import type { Bytes } from './utf8.ts'

/** How a rendering ended: where Go has an error, the step at which; `limit` is ours, and Go would go on. */
export type Rendered = { readonly ok: Bytes } | (GoError & { readonly step: 'parse' | 'execute' | 'limit' })

/** Renders a template of Go's text/template with sprig's hermetic functions; bounded in steps and in size. */
export function renderTemplate(name: Bytes, text: Bytes, data: Any): Rendered {
  let step: 'parse' | 'execute' = 'parse'
  if (text.length > longestTemplate) {
    return { err: `the template is longer than ${longestTemplate} bytes`, step: 'limit' }
  }
  try {
    const trees = parse(name, text, function_ => functions.has(function_))
    step = 'execute'
    const budget: Budget = { left: allowance }
    const rendering = { name, text, trees, functions, budget, out: [], size: 0 }
    const root = trees.get(name)
    if (root !== undefined) execute(rendering, root, data)
    return { ok: rendering.out.join('') }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { err: error.message, step: error.origin === 'limit' ? 'limit' : step }
  }
}

/** Bytes of a template that is read at all; nobody writes one of a tenth of it. What is longer is not judged. */
export const longestTemplate = 65_536
