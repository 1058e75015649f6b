import type { World } from '../cli/world.ts'

/**
 * What the server for assistants needs of the program that it is loaded into. The bundle of this folder holds the
 * protocol alone: every answer is a verb's, and comes from the engine that the command line has.
 */
export interface Engine {
  /** The program's own, as `package.json` has it. */
  readonly version: string
  /** The command line's world; calls get it within bounds, see `boundedWorld`. */
  readonly world: World
  /** Runs a verb, and gives its exit code. Throws what `problemOf` reads. */
  readonly run: (argv: readonly string[], world: World) => Promise<number>
  /** Wrong usage (`E_USAGE`) or a failure of the outside; undefined for a bug of ours. */
  readonly problemOf: (
    error: unknown,
  ) => { readonly code: string; readonly message: string; readonly remedy: string } | undefined
  /** The path without symbolic links, as far as it is there. */
  readonly realPath: (path: string) => Promise<string>
  /** The root of the repository that holds a path, or its folder. */
  readonly repositoryOf: (path: string) => Promise<string>
}
