import { isGoError } from '../../go/go-error.ts'
import { noteAnnotations, reconcileAnnotations } from './annotation-migration.ts'
import { readObjects } from './read-objects.ts'
import { writeObjects } from './write-objects.ts'

/**
 * A file as Flux prints it once any value in it has changed: exact, but for that value. Undefined where Flux does
 * not read the file, fails over it, or writes its objects to other files, as with a `List`.
 */
export function reprint(text: string): string | undefined {
  const path = 'file.yaml'
  const objects = readObjects(path, text)
  if (isGoError(objects) || objects.length === 0) return undefined
  const noted = noteAnnotations(objects)
  if (isGoError(noted)) return undefined
  const files = reconcileAnnotations(objects, noted) ?? writeObjects(objects)
  return isGoError(files) ? undefined : files.get(path)
}
