import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { type ShopAtForge, shopAt } from './shop-at-forge.ts'

/** The program as a bot. */
export const bot = ['update', '--pull-request', '--group', 'policy'] as const

/** What a scenario promises of everything that it did not speak of. */
export function untouched({ git, bareGit }: ShopAtForge, start: string): void {
  assert.equal(git('status', '--porcelain'), '')
  assert.equal(git('rev-parse', 'HEAD').trim(), start)
  assert.equal(git('symbolic-ref', '--short', 'HEAD').trim(), 'main')
  assert.equal(bareGit('rev-parse', 'main'), start)
}

/** The shop at a forge, and the commit that it starts from. */
export async function started(t: TestContext): Promise<ShopAtForge & { readonly start: string }> {
  const shop = await shopAt(t, 'github')
  return { ...shop, start: shop.git('rev-parse', 'HEAD').trim() }
}

/** What became of each request, and its branch. */
// biome-ignore lint/suspicious/noExplicitAny: what the program printed
export const actions = (answer: any): readonly string[] =>
  answer.pullRequests.map((one: Record<string, string>) => `${one.action} ${one.branch}`)

/** Those at the remote. */
export const branches = ({ bareGit }: ShopAtForge): readonly string[] =>
  bareGit('for-each-ref', '--format=%(refname:short)', 'refs/heads/fluxmark').split('\n').filter(Boolean)

/** Those of every policy of the shop. */
export const all: readonly string[] = [
  'fluxmark/policy/prod/web',
  'fluxmark/policy/stage/api',
  'fluxmark/policy/stage/web',
]

/** A commit on a branch at the remote, by somebody else. */
export function commitThere(
  { git, bare, folder }: ShopAtForge,
  branch: string,
  path: string,
  text: string,
): void {
  const clone = join(folder, 'other')
  rmSync(clone, { recursive: true, force: true })
  git('clone', '-q', '-b', branch, bare, clone)
  writeFileSync(join(clone, path), text)
  const there = (...args: readonly string[]) => git('-C', clone, ...args)
  there('add', '-A')
  there('-c', 'user.email=bob@example.com', '-c', 'user.name=Bob', 'commit', '-qm', 'By hand')
  there('push', '-q', 'origin', branch)
}
