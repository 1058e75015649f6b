import { isGoError } from '../../go/go-error.ts'
import { visible } from '../../text/foreign.ts'
import { canonicalImage } from '../resources/image.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImageRepository } from '../resources/resources.ts'
import { storedTags } from '../selection/tags.ts'
import type { ClusterObject } from './cluster-reading.ts'
import { agrees, type Compared, type Comparing, differs, lags } from './compared.ts'
import { readyOf } from './conditions.ts'
import { jsonNumber, jsonText } from './json-at.ts'
import { scanRun } from './next-run.ts'

/** What an ImageRepository has scanned in the cluster, beside the tags that are listed here. */
export function compareRepository(
  { snapshot, now }: Comparing,
  { resource }: Placed<ImageRepository>,
  object: ClusterObject,
): Compared {
  const key = canonicalImage(resource.image?.value ?? '')
  const theirs = jsonText(object.status, 'canonicalImageName')
  if (typeof key === 'string' && theirs !== undefined && theirs !== key)
    return differs(`The cluster scans ${visible(theirs)}, the files say ${key}.`)
  if (resource.suspend) return agrees()
  if (readyOf(object).ready === false) return differs()
  const run = scanRun(object, now)
  if (run === undefined) return differs('The cluster has not scanned it yet.')
  if (run.isOverdue) return lags(`It is not scanned as often as spec.interval says: ${run.words}.`)
  const answer = typeof key === 'string' ? snapshot.scans.get(key) : undefined
  if (answer === undefined) return agrees(sentence(run.words))
  if ('failure' in answer) return agrees(`Here the tags cannot be listed: ${answer.failure.message}`)
  const { tags, listedAt = answer.at } = answer.value
  const stored = storedTags(tags, resource.exclusionList)
  const count = jsonNumber(object.status, 'lastScanResult', 'tagCount')
  if (isGoError(stored) || count === undefined || count === stored.length || run.last > listedAt)
    return agrees(sentence(run.words))
  return lags(
    `The cluster has ${count === 1 ? '1 tag' : `${count} tags`}, here are ${stored.length}: ${run.words}. Where that stays so, its login sees other tags.`,
  )
}

function sentence(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`
}
