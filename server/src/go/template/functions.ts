import type { GoFunction } from '../reflect/type.ts'
import { dateFunctions } from '../sprig/dates.ts'
import { defaultFunctions } from '../sprig/defaults.ts'
import { dictFunctions } from '../sprig/dicts.ts'
import { encodingFunctions } from '../sprig/encodings.ts'
import { jsonFunctions } from '../sprig/json.ts'
import { listFunctions } from '../sprig/lists.ts'
import { numericFunctions } from '../sprig/numeric.ts'
import { pathFunctions } from '../sprig/paths.ts'
import { regexFunctions } from '../sprig/regex.ts'
import { semverFunctions } from '../sprig/semver.ts'
import { stringFunctions } from '../sprig/strings.ts'
import { unpredictableFunctions } from '../sprig/unpredictable.ts'
import { urlFunctions } from '../sprig/urls.ts'
import { wordFunctions } from '../sprig/words.ts'
import { and, callFunction, or } from './call.ts'
import { compareFunctions } from './functions/compare.ts'
import { elementFunctions } from './functions/element.ts'
import { printFunctions } from './functions/print.ts'

/** The functions of text/template and over them those of sprig 3.3.0's `HermeticTxtFuncMap`, by name. */
export const functions: ReadonlyMap<string, GoFunction> = new Map(
  Object.entries({
    and,
    or,
    call: callFunction,
    ...compareFunctions,
    ...elementFunctions,
    ...printFunctions,
    ...stringFunctions,
    ...wordFunctions,
    ...numericFunctions,
    ...defaultFunctions,
    ...listFunctions,
    ...dictFunctions,
    ...jsonFunctions,
    ...encodingFunctions,
    ...pathFunctions,
    ...regexFunctions,
    ...semverFunctions,
    ...dateFunctions,
    ...urlFunctions,
    ...unpredictableFunctions,
  }),
)
