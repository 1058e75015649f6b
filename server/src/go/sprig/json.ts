import { decodeJson } from '../json/decode.ts'
import { type EncodeSettings, encodeJson } from '../json/encode.ts'
import { Failure } from '../reflect/failure.ts'
import { metered } from '../reflect/function.ts'
import { anyType, type GoFunction, stringType } from '../reflect/type.ts'

const plain: EncodeSettings = { escapeHtml: true, pretty: false }
const pretty: EncodeSettings = { escapeHtml: true, pretty: true }
const raw: EncodeSettings = { escapeHtml: false, pretty: false }

const encoder = (settings: EncodeSettings): GoFunction =>
  metered([anyType], stringType, (budget, value) => encodeJson(budget, value, settings))
const decoder: GoFunction = metered([stringType], anyType, decodeJson)

/** sprig's functions for JSON; those without `must` swallow errors, but for `toRawJson`. */
export const jsonFunctions: Readonly<Record<string, GoFunction>> = {
  fromJson: { ...decoder, call: swallowing(decoder, undefined) },
  mustFromJson: decoder,
  toJson: { ...encoder(plain), call: swallowing(encoder(plain), '') },
  mustToJson: encoder(plain),
  toPrettyJson: { ...encoder(pretty), call: swallowing(encoder(pretty), '') },
  mustToPrettyJson: encoder(pretty),
  toRawJson: encoder(raw),
  mustToRawJson: encoder(raw),
}

/** Gives the fallback for an error of Go. */
function swallowing(fun: GoFunction, fallback: unknown): GoFunction['call'] {
  return (budget, args) => {
    try {
      return fun.call(budget, args)
    } catch (error) {
      if (error instanceof Failure && error.origin === 'go') return fallback
      throw error
    }
  }
}
