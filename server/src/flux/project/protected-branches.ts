import picomatch from 'picomatch/posix.js'
import { field, type Node, textAt } from '../../text/node.ts'
import type { Snapshot } from '../workspace/snapshot.ts'

/** A GitHub ruleset that lies in the repository as a file, as GitHub exports it. */
export interface Ruleset {
  readonly path: string
  readonly name: string
  /** Whether nobody may push to a branch past a pull request, by this ruleset. */
  readonly protects: (branch: string) => boolean
}

/**
 * The active rulesets for branches that ask for a pull request and let nobody past. Who may bypass one may be the
 * automation: then nothing is known.
 */
export function rulesetsIn(snapshot: Snapshot): readonly Ruleset[] {
  return snapshot.unanswered.recall(readRulesets)
}

function readRulesets({ files }: Snapshot): readonly Ruleset[] {
  return [...files.values()].flatMap(({ path, text, facts }) => {
    if (!path.endsWith('.json') || !text.includes('"enforcement"')) return []
    const root = facts.documents[0]?.root
    const bypass = field(root, 'bypass_actors')
    const mayBypass = bypass?.kind === 'sequence' && bypass.items.length > 0
    const isActive = textAt(root, 'enforcement') === 'active' && textAt(root, 'target') === 'branch'
    const blocks = items(field(root, 'rules')).some(rule =>
      ['pull_request', 'update'].includes(textAt(rule, 'type') ?? ''),
    )
    if (!isActive || mayBypass || !blocks) return []
    const [include, exclude] = ['include', 'exclude'].map(name =>
      items(field(root, 'conditions', 'ref_name', name)).flatMap(item =>
        item.kind === 'scalar' ? [item.text] : [],
      ),
    )
    const protects = (branch: string) => isNamed(include, branch) && !isNamed(exclude, branch)
    return [{ path, name: textAt(root, 'name') ?? path, protects }]
  })
}

/** Which branch is the default one no file says: `main` and `master` are by their names. */
function isNamed(patterns: readonly string[] = [], branch: string): boolean {
  return patterns.some(
    pattern =>
      pattern === '~ALL' ||
      (pattern === '~DEFAULT_BRANCH' && ['main', 'master'].includes(branch)) ||
      matches(pattern, `refs/heads/${branch}`),
  )
}

/** Who owns a file by `CODEOWNERS`, and the file that says so; nobody where there is none. The last pattern that matches counts. */
export function ownersOf(
  { files }: Pick<Snapshot, 'files'>,
  path: string,
): { readonly file: string; readonly owners: readonly string[] } | undefined {
  const source = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS']
    .flatMap(name => files.get(name) ?? [])
    .at(0)
  if (source === undefined) return undefined
  const rows = source.text.split(/\r?\n/).flatMap(line => {
    const [pattern = '', ...owners] = line
      .replace(/(?:^|\s)#.*$/, '')
      .trim()
      .split(/\s+/)
    return pattern === '' || /^\^?\[/.test(pattern) ? [] : [{ pattern, owners }]
  })
  const last = rows.findLast(({ pattern }) => covers(pattern, path))
  return last && last.owners.length > 0 ? { file: source.path, owners: last.owners } : undefined
}

/** As `.gitignore` reads a pattern: anywhere without a slash in it, else from the root; a folder is all that is in it. */
function covers(pattern: string, path: string): boolean {
  const body = pattern.replace(/^\//, '').replace(/\/$/, '')
  const isAnchored = pattern.replace(/\/$/, '').includes('/')
  const glob = isAnchored ? body : `**/${body}`
  return matches(glob, path) || matches(`${glob}/**`, path)
}

function matches(glob: string, text: string): boolean {
  // No extended globs: some of them take forever.
  return picomatch.isMatch(text, glob.slice(0, 1000), { dot: true, noextglob: true, nonegate: true })
}

function items(node: Node | undefined): readonly Node[] {
  return node?.kind === 'sequence' ? node.items : []
}
