// What `kubectl kustomize` makes of a tree of files: the oracle of golden.mjs and fuzz.mjs. Tests do not run it.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseAllDocuments } from 'yaml'

/** The kustomize version that kubectl has built in. */
export function kustomizeVersion() {
  const { kustomizeVersion } = JSON.parse(
    execFileSync('kubectl', ['version', '--client', '-o', 'json'], { encoding: 'utf8' }),
  )
  return kustomizeVersion
}

/** Builds a folder on disk: `{objects}`, or `{error}` in kustomize's words; `{panic}` where it crashed. */
export function buildFolder(folder) {
  const { status, stdout, stderr } = spawnSync(
    'kubectl',
    ['kustomize', '--load-restrictor', 'LoadRestrictionsNone', folder],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  )
  if (/^panic:|goroutine \d+ \[running\]/m.test(stderr)) return { panic: stderr.split('\n')[0] }
  if (status !== 0) return { error: stderr.trim().split('\n').at(-1) ?? '' }
  return { objects: parseAllDocuments(stdout).flatMap(document => document.toJS() ?? []) }
}

/** Builds folders of a tree of files, given as path → text. */
export function buildTree(files, folders) {
  const root = mkdtempSync(join(tmpdir(), 'kustomize-'))
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    return Object.fromEntries(folders.map(folder => [folder, buildFolder(join(root, folder))]))
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}
