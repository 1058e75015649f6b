/** An image as a manifest writes it: `ghcr.io/acme/web:1.2.3@sha256:…`, or a part of it. */
export interface ImageText {
  /** Without tag and digest; empty where the text holds none. */
  readonly name: string
  readonly tag?: string
  /** `sha256:…`. */
  readonly digest?: string
}

/** Reads a whole image; undefined for what is none: a sentence, a path, a template, a variable. */
export function imageText(text: string): ImageText | undefined {
  const [, name, tag, digest] = whole.exec(text) ?? []
  if (name === undefined || name.length > 255) return undefined
  return {
    name,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  }
}

/** Reads a tag as charts take it: `1.2.3`, and `1.2.3@sha256:…` where the template puts a `:` before it. */
export function tagText(text: string): Omit<ImageText, 'name'> | undefined {
  const [, tag, digest] = /^([\w][\w.-]{0,127})(?:@(sha256:[0-9a-f]{64}))?$/.exec(text) ?? []
  if (tag === undefined) return undefined
  return { tag, ...(digest === undefined ? {} : { digest }) }
}

/** Whether a text is a tag as the OCI distribution specification has it. */
export function isTag(text: string): boolean {
  return /^\w[\w.-]{0,127}$/.test(text)
}

/** The reverse of `imageText`; with an empty name the reverse of `tagText`. */
export function formatImage({ name, tag, digest }: ImageText): string {
  const tagged = tag === undefined ? name : name === '' ? tag : `${name}:${tag}`
  return digest === undefined ? tagged : `${tagged}@${digest}`
}

/** A host with a port, a path in lower case, a tag, a digest. */
const whole =
  /^((?:[A-Za-z0-9.-]+(?::\d{1,5})?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/
