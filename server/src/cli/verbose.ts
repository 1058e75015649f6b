import type { Snapshot } from '../flux/workspace/snapshot.ts'
import { count } from '../ide/texts/words.ts'

/** For `--verbose`: what was read of a repository, in one line. `took` is in ms. */
export function readingText(root: string, { files, rules, index }: Snapshot, took: number): string {
  const clusters = index.clusters.all.map(({ flux, folder }) => `${flux} (${folder === '' ? '.' : folder})`)
  const flux =
    rules.fluxVersion === 'auto'
      ? clusters.join(', ') || 'the newest, since no file says which'
      : rules.fluxVersion
  return `${root}: ${count(files.size, 'file')} that may matter, read in ${took} ms; Flux version ${flux}`
}
