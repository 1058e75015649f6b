import { base, clean, dir, ext, isAbs } from '../path.ts'
import { fn } from '../reflect/function.ts'
import { boolType, type GoFunction, stringType } from '../reflect/type.ts'

const overPath = (of: (path: string) => string): GoFunction => fn([stringType], stringType, of)
const absolute = fn([stringType], boolType, isAbs)

/** sprig's functions over paths; those of the operating system are Linux's, where Flux runs. */
export const pathFunctions: Readonly<Record<string, GoFunction>> = {
  base: overPath(base),
  dir: overPath(dir),
  clean: overPath(clean),
  ext: overPath(ext),
  isAbs: absolute,
  osBase: overPath(base),
  osDir: overPath(dir),
  osClean: overPath(clean),
  osExt: overPath(ext),
  osIsAbs: absolute,
}
