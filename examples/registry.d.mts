/** See registry.mjs. */
export interface SeededRegistry {
  readonly host: string
  readonly url: string
  readonly requests: number
  add(repository: string, ...tags: readonly (string | Readonly<Record<string, unknown>>)[]): void
  close(): Promise<void>
}
export function startRegistry(options?: {
  readonly images?: Readonly<Record<string, readonly (string | Readonly<Record<string, unknown>>)[]>>
  readonly login?: { readonly username: string; readonly password: string }
  readonly port?: number
}): Promise<SeededRegistry>
