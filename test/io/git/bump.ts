import type { CommitPlan, FileEdit } from '../../../server/src/ports.ts'

/** A manifest of thirty lines with one marked image in the middle, so that other hunks stay apart from it. */
export function manifest(image = 'acme/web:1.2.3'): string {
  const lines = Array.from({ length: 30 }, (_, n) => `key${n}: value${n}`)
  lines[15] = `image: ${image} # {"$imagepolicy": "apps:web"}`
  return `${lines.join('\n')}\n`
}

/** The edit that a bump from 1.2.3 to 1.3.0 is. */
export function bump(text: string): ReturnType<FileEdit['edit']> {
  if (text.includes('acme/web:1.3.0 #')) return text
  if (text.includes('acme/web:1.2.3 #')) return text.replace('acme/web:1.2.3 #', 'acme/web:1.3.0 #')
  return { code: 'E_BLOB_MISMATCH', message: 'acme/web:1.2.3 is not there' }
}

/** The plan that bumps some files. */
export function bumpPlan(
  paths: readonly string[] = ['apps/web.yaml'],
  more: Partial<CommitPlan> = {},
): CommitPlan {
  return { files: paths.map(path => ({ path, edit: bump })), message: 'Update acme/web to 1.3.0', ...more }
}
