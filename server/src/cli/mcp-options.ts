/** What whoever starts the server for assistants allows; nothing that an assistant says changes it. */
export interface McpOptions {
  /** `write`: files and commits; `push`: pushes and pull requests. */
  readonly allow: ReadonlySet<string>
  /** Options that each verb is given: `--allow-host=HOST`, `--offline`, … */
  readonly common: readonly string[]
  /** `HOST=KIND`, for pull requests. */
  readonly forges: readonly string[]
  readonly allowedHosts: readonly string[]
  readonly insecureHosts: readonly string[]
  /** Absolute path of the file of `--tags`, which may be outside the roots. */
  readonly tagsFile?: string
}
