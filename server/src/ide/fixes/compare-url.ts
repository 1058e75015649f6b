import { knownForge } from '../../flux/commit/forge.ts'

/**
 * The page that shows what changed between two commits of a source repository, as images name them
 * (`org.opencontainers.image.source` and `.revision`). Undefined where the forge is not known, or a revision is no
 * commit: a link that leads nowhere is worse than none.
 */
export function compareUrl(source: string, from: string, to: string): string | undefined {
  if (![from, to].every(revision => /^[0-9a-f]{7,64}$/.test(revision)) || from === to) return undefined
  const [, address = '', host = ''] = /^(https?:\/\/([^/:?#]+)[^?#]*?)(?:\.git)?\/*$/.exec(source) ?? []
  const forge = knownForge(host)
  const page = forge && pages[forge]
  return page && `${address}${page(from, to)}`
}

const pages: Readonly<Record<string, (from: string, to: string) => string>> = {
  github: (from, to) => `/compare/${from}...${to}`,
  gitlab: (from, to) => `/-/compare/${from}...${to}`,
  gitea: (from, to) => `/compare/${from}...${to}`,
  forgejo: (from, to) => `/compare/${from}...${to}`,
  bitbucket: (from, to) => `/branches/compare/${to}..${from}`,
}
