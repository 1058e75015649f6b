import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import { fluxmark, type Run } from '../fluxmark.ts'
import { digest, tags } from './shapes.ts'

/** A repository for `onboard`, with tags from a file. */
export interface Fleet {
  readonly run: (...args: readonly string[]) => Promise<Run>
  // biome-ignore lint/suspicious/noExplicitAny: the JSON of any verb
  readonly json: (...args: readonly string[]) => Promise<{ readonly code: number; readonly answer: any }>
  readonly git: (...args: readonly string[]) => string
  readonly read: (path: string) => string
  /** What kubectl makes of a folder that has a kustomization, of a copy of one that has none: its objects, sorted. */
  readonly build: (path: string) => readonly string[]
  readonly addTag: (image: string, tag: string) => void
}

/** Makes these files a Git repository, taken away after the test. */
export function fleet(t: TestContext, files: Readonly<Record<string, string>>): Fleet {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'fluxmark-onboard-')))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const [root, home, tagsPath] = [join(folder, 'fleet'), join(folder, 'home'), join(folder, 'tags.json')]
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const listed: Record<string, string[]> = Object.fromEntries(
    Object.entries(tags).map(([image, all]) => [image, [...all]]),
  )
  const write = () => {
    for (let at = 0; at < 20; at++) listed[`ghcr.io/acme/api${at}`] ??= ['1.2.3', '1.2.4', '2.0.0']
    const images = Object.entries(listed).map(([image, all]) => [
      image,
      { tags: all, digests: Object.fromEntries(all.map(tag => [tag, digest])) },
    ])
    writeFileSync(tagsPath, JSON.stringify({ images: Object.fromEntries(images) }))
  }
  write()
  mkdirSync(home)
  writeFileSync(join(home, '.gitconfig'), '[user]\nname = Ada\nemail = ada@example.com\n')
  const inRoot = (command: string, ...args: readonly string[]) =>
    execFileSync(command, args, { cwd: root, encoding: 'utf8', env: { PATH: process.env.PATH, HOME: home } })
  const git = (...args: readonly string[]) => inRoot('git', ...args)
  git('init', '-q', '-b', 'main')
  git('add', '-A')
  git('commit', '-q', '-m', 'Start')
  const run = (...args: readonly string[]) => fluxmark(root, home, ...args, '--tags', tagsPath)
  const json = async (...args: readonly string[]) => {
    const { code, out, err } = await run(...args, '--format', 'json')
    assert.notEqual(out, '', err)
    return { code, answer: JSON.parse(out) }
  }
  return {
    run,
    json,
    git,
    read: (path: string) => readFileSync(join(root, path), 'utf8'),
    build: (path: string) => {
      const copy = join(folder, 'copy')
      rmSync(copy, { recursive: true, force: true })
      cpSync(join(root, path), copy, { recursive: true })
      const list = join(copy, 'kustomization.yaml')
      if (!existsSync(list)) writeFileSync(list, `resources: ${JSON.stringify(readdirSync(copy))}\n`)
      const objects = inRoot('kubectl', 'kustomize', copy).split('---\n')
      return objects.map(one => one.trim()).toSorted()
    },
    addTag: (image: string, tag: string) => {
      if (!listed[image]?.includes(tag)) listed[image]?.push(tag)
      write()
    },
  }
}
