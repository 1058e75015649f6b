import type { FluxMinor } from '../schema/schema.ts'

/**
 * What a live cluster runs, as far as it was read: it counts where the setting is `auto` and no file tells. Nothing but JSON:
 * two of the same text are the same.
 */
export interface Installed {
  /** The context of the cluster, for words. */
  readonly context: string
  /** Undefined where its controllers do not tell. */
  readonly flux?: FluxMinor
  /** The controllers that run with `--no-cross-namespace-refs`. */
  readonly refusing: readonly ('policy' | 'automation')[]
  /** The paths of its Flux Kustomizations, by `namespace/name`: they tell which of a repository's clusters it is. */
  readonly paths: Readonly<Record<string, string>>
  /** Its ImagePolicies, as `namespace:name`: charts and ResourceSets give some that no file tells. */
  readonly policies: readonly string[]
  /** The folders or environments that the user says it is for; told by its Kustomizations where absent. */
  readonly folders?: readonly string[]
}
