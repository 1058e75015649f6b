import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { type ForgeServer, type Kind, startForge, TOKEN } from '../../io/forge/forge-server.ts'
import { type Shop, type ShopOptions, shop } from '../shop.ts'

export interface ShopAtForge extends Shop {
  readonly forge: ForgeServer
  /** Changes what the program finds in its environment. */
  readonly env: Record<string, string>
  /** The bare repository that the forge serves. */
  readonly bare: string
  readonly bareGit: (...args: readonly string[]) => string
}

const variables: Readonly<Record<Kind, (host: string) => Record<string, string>>> = {
  github: host => ({ GITHUB_TOKEN: TOKEN, GITHUB_SERVER_URL: `http://${host}` }),
  gitlab: host => ({ GITLAB_TOKEN: TOKEN, CI_SERVER_URL: `http://${host}` }),
  gitea: host => ({ GITEA_TOKEN: TOKEN, GITEA_SERVER_URL: `http://${host}` }),
}

/** The shop with a remote at a forge, which serves Git and its interface from one host. */
export async function shopAt(t: TestContext, kind: Kind, options: ShopOptions = {}): Promise<ShopAtForge> {
  const env: Record<string, string> = {}
  const here = shop(t, { env, ...options })
  const served = join(here.folder, 'served')
  mkdirSync(join(served, 'acme'), { recursive: true })
  const bare = join(served, 'acme/fleet.git')
  execFileSync('git', ['clone', '-q', '--bare', join(here.folder, 'fleet'), bare])
  const bareGit = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: bare, encoding: 'utf8' }).trim()
  bareGit('config', 'http.receivepack', 'true')
  const forge = await startForge(kind, served)
  t.after(() => forge.close())
  Object.assign(env, variables[kind](forge.host))
  here.git('remote', 'add', 'origin', forge.url)
  fetch({ ...here, bare })
  return { ...here, forge, env, bare, bareGit }
}

/** Over the disk: the server is in this process, which waits for Git meanwhile. */
export function fetch({ git, bare }: Pick<ShopAtForge, 'git' | 'bare'>): void {
  git('fetch', '-q', bare, '+refs/heads/*:refs/remotes/origin/*')
}
