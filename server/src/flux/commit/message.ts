import type { GoError } from '../../go/go-error.ts'
import { renderTemplate } from '../../go/template.ts'
import { type Bytes, toBytes, toText } from '../../go/utf8.ts'
import { type MessageData, templateData } from './message-data.ts'

/**
 * A commit message as Flux renders it: Go's text/template with sprig's hermetic functions (internal/source/source.go
 * of the image-automation-controller; vector family `commit-template`). Errors are Flux's, in its words, but for the
 * bounds that are ours: steps, and a megabyte of message.
 */
export function renderMessage(template: string, data: MessageData): string | GoError {
  const message = renderMessageBytes(template, data)
  return typeof message === 'string' ? toText(message) : message
}

/**
 * The same in bytes, since a template can cut characters in two.
 * @internal The oracle compares bytes.
 */
export function renderMessageBytes(template: string, data: MessageData): Bytes | GoError {
  const text = template === '' ? defaultTemplate : toBytes(template)
  const rendered = renderTemplate('commit message', text, templateData(data))
  if ('ok' in rendered) return rendered.ok
  const err = toText(rendered.err)
  switch (rendered.step) {
    case 'parse':
      return { err: `unable to create commit message template from spec: ${err}` }
    case 'execute':
      return { err: removedField(err) ?? `failed to run template from spec: ${err}` }
    case 'limit':
      return { err: `${beyondUs}: ${err}` }
  }
}

const beyondUs = 'the commit message is not rendered here'

/** Whether Flux may well render the message, and only this program does not. */
export function isBeyondUs({ err }: GoError): boolean {
  return err.startsWith(beyondUs)
}

const defaultTemplate = 'Update from image update automation'

/** Flux's own message where the template uses a field that Flux 2.7 removed. */
function removedField(err: string): string | undefined {
  const found = removedFields.find(({ sign }) => err.includes(sign))
  if (found === undefined) return undefined
  const page = 'https://fluxcd.io/flux/components/image/imageupdateautomations/#message-template'
  return `template uses removed '${found.field}' field. Please use ${found.instead} instead. See: ${page}`
}

const removedFields = [
  {
    field: '.Updated',
    sign: "can't evaluate field Updated in type source.TemplateData",
    instead: "'.Changed'",
  },
  {
    field: '.Changed.ImageResult',
    sign: "can't evaluate field ImageResult in type update.Result",
    instead: "'.Changed.FileChanges' or '.Changed.Objects'",
  },
]
