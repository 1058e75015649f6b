import type { Link } from '../../flux/chain/link.ts'

/** Why Flux does not write a value, in the few words for which a lens or an inlay hint has room. */
export function whyNot({ name, code }: Link): string {
  if (code === 'marker-suspended') return 'suspended'
  return words[name]
}

const words: Readonly<Record<Link['name'], string>> = {
  marker: 'not read',
  file: 'file skipped',
  policy: 'no policy',
  accepted: 'not accepted',
  applied: 'not applied',
  repository: 'no access to the repository',
  tags: 'no tags',
  selection: 'nothing selected',
  automation: 'not reached',
  source: 'no source',
  message: 'no commit message',
  branch: 'no branch',
}
