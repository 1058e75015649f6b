import type { Answer, TagList } from '../flux/answer.ts'
import type { Failure } from '../flux/failure.ts'
import { isFailureCode } from '../flux/failure-codes.ts'
import { canonicalImage } from '../flux/resources/image.ts'
import type { Answers } from '../flux/workspace/snapshot.ts'
import { UsageError } from './usage-error.ts'
import type { World } from './world.ts'

/**
 * Reads a file of `fluxmark scan`, or a bare `{"image": [tags…]}`, as answers by canonical image name.
 * A `UsageError` where there is none such.
 */
export async function tagsFile(path: string, world: World): Promise<Answers> {
  const text = await world.readText(path)
  if (text === undefined)
    throw new UsageError(`--tags ${path}: there is no such file; "fluxmark scan -o FILE" makes one`)
  const value = json(text)
  const images = isRecord(value) && isRecord(value.images) ? value.images : value
  if (!isRecord(images))
    throw new UsageError(
      `--tags ${path} is not what "fluxmark scan" writes: {"images": {…}} or {"image": ["tag", …]}`,
    )
  const scans: (readonly [string, Answer<TagList>])[] = []
  const digests: (readonly [string, Answer<string>])[] = []
  for (const [image, entry] of Object.entries(images)) {
    const key = canonicalImage(image)
    if (typeof key !== 'string') throw new UsageError(`--tags ${path}: ${key.err}`)
    scans.push([key, scanOf(entry, world.now(), path)])
    const known = isRecord(entry) && isRecord(entry.digests) ? entry.digests : {}
    for (const [tag, digest] of Object.entries(known)) {
      if (typeof digest === 'string') digests.push([`${key}:${tag}`, { at: world.now(), value: digest }])
    }
  }
  return { scans, digests }
}

function scanOf(entry: unknown, now: number, path: string): Answer<TagList> {
  const record = isRecord(entry) ? entry : {}
  const at = typeof record.scannedAt === 'string' ? Date.parse(record.scannedAt) : now
  if (isRecord(record.error)) {
    const { code, message } = record.error
    const failure: Failure = isFailureCode(code)
      ? { code, message: String(message) }
      : { code: 'E_TAGS_FILE', message: `${code}: ${message}` }
    return { at, failure }
  }
  const tags = Array.isArray(entry) ? entry : record.tags
  if (!Array.isArray(tags)) throw new UsageError(`--tags ${path}: every image has a list of tags or an error`)
  return { at, value: { tags: tags.map(String), dropped: 0, pages: 1, credential: 'the tags file' } }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
