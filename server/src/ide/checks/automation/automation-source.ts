import { otherBranch } from '../../../flux/automation/other-branch.ts'
import { type Cause, causes } from '../../../flux/chain/causes.ts'
import { nearSources } from '../../../flux/chain/source.ts'
import type { Placed } from '../../../flux/resources/resource-index.ts'
import { innerSpan, specScalar } from '../../../flux/resources/spec-field.ts'
import type { Snapshot } from '../../../flux/workspace/snapshot.ts'
import type { Fix, Severity } from '../../answers.ts'
import { type Check, codesOf, fix } from '../../check.ts'
import { setField } from '../../fixes/field-edits.ts'
import { ownFile } from '../../fixes/own-file.ts'
import { visible } from '../../texts/words.ts'

const words: Readonly<Record<string, Words>> = {
  'iua-source-namespace': {
    severity: 'error',
    outcome: 'every run fails',
    flux: 'Without a namespace of its own, `spec.sourceRef` means a GitRepository of the automation’s namespace. Where that is in another one, every run fails: the source is not found.',
    fixes: addNamespace,
  },
  'iua-source-not-found': {
    severity: 'information',
    outcome: 'every run fails, unless the cluster has it from elsewhere',
    flux: 'An automation works on the GitRepository that `spec.sourceRef` names. Told where the workspace has GitRepositories, and none of that name; where it has none at all they are elsewhere.',
    fixes: changeName,
  },
  'iua-other-repository': {
    severity: 'warning',
    flux: 'An automation changes the files of the repository that its GitRepository names. Told where it is another one than the cluster’s own, and markers here wait for this automation and no other.',
  },
  'source-no-credentials': {
    severity: 'warning',
    outcome: 'the push fails',
    flux: 'An automation pushes with the Secret of its GitRepository. Without one Flux can read a public repository over https, and not push to it.',
  },
  'source-provider-secret': {
    severity: 'error',
    flux: 'With the provider github Flux logs in as a GitHub App, and reads its ID and key from `spec.secretRef`. Without it the GitRepository is stalled.',
  },
  'source-secret': {
    severity: 'warning',
    outcome: 'the push fails',
    flux: 'For an ssh URL the Secret of a GitRepository holds `identity` and `known_hosts`, for https `username` and `password`, or `bearerToken`. It is read from the namespace of the GitRepository. Only names are looked at, never values.',
  },
  'cross-namespace-blocked': {
    severity: 'error',
    flux: 'Controllers that run with `--no-cross-namespace-refs`, as those of a multi-tenant FluxInstance do, refuse every reference to another namespace.',
  },
}

/** What keeps automations from committing to their repository: the findings of the chain's links, where the cause is. */
export const automationSource: Check = {
  codes: codesOf(words),
  *findings({ file, snapshot }) {
    for (const cause of snapshot.unanswered.recall(causes).get(file.path) ?? []) {
      const row = words[cause.code]
      if (row === undefined) continue
      const { detail, remedy } = cause.verdict
      const outcome = row.outcome === undefined ? '' : `: ${row.outcome}`
      const [object] = cause.objects
      yield {
        code: cause.code,
        // A name that is nearly one of the workspace is a slip.
        ...(cause.code === 'iua-source-not-found' && remedy ? { severity: 'warning' as const } : {}),
        span: cause.place.span,
        message: [`${capital(detail)}${outcome}.`, remedy].filter(one => one !== undefined).join(' '),
        fixes: () => (object ? (row.fixes?.(snapshot, object) ?? []) : []),
        related: relatedTo(cause),
      }
    }
  },
}

/** An automation that checks out a branch which no cluster applies (docs/flux.md §5.3). */
export const iuaOtherBranch: Check = {
  codes: [
    {
      code: 'iua-other-branch',
      severity: 'information',
      flux: '`spec.git.checkout.ref` replaces the ref of the GitRepository. Flux then reads and writes markers on that branch, and clusters go on applying theirs. Information, since the branches may be merged by other means.',
    },
  ],
  *findings({ file, snapshot, placedAutomations }) {
    for (const { automation, variants } of placedAutomations) {
      const found = variants.map(variant => otherBranch(snapshot, variant))
      const branch = specScalar(automation, 'git', 'checkout', 'ref', 'branch')
      const [first] = found
      if (branch === undefined || first === undefined || found.includes(undefined)) continue
      const applied = first.applied.map(visible).join(' and ')
      const span = innerSpan(branch)
      yield {
        span,
        message: `This checks out ${visible(first.checkout)}, and what the clusters apply of this repository is ${applied}: they do not read what Flux commits here. Check out ${applied}, or change spec.ref of the GitRepository.`,
        fixes: () =>
          first.applied.map(name => ({ ...fix(`Check out ${name}`, file, span, name), isGuess: true })),
      }
    }
  },
}

interface Words {
  readonly severity: Severity
  /** What comes of it, where the cause does not say so itself. */
  readonly outcome?: string
  readonly flux: string
  readonly fixes?: (snapshot: Snapshot, object: Placed) => readonly Fix[]
}

/** The objects that a cause elsewhere concerns. */
function relatedTo({ objects, place }: Cause) {
  return objects
    .filter(({ path, resource }) => path !== place.path || resource.span[0] > place.span[1])
    .slice(0, 5)
    .map(({ path, resource, namespace = '?' }) => ({
      path,
      span: resource.span,
      message: `${resource.kind} ${namespace}/${resource.name}`,
    }))
}

function addNamespace(snapshot: Snapshot, object: Placed): readonly Fix[] {
  const file = ownFile(snapshot, object)
  const name = specScalar(object.resource, 'sourceRef', 'name')?.text
  if (file === undefined || name === undefined) return []
  const { namespaces } = nearSources(snapshot, name)
  return namespaces.flatMap(namespace => {
    const edit = setField(file, object.resource.node, ['spec', 'sourceRef', 'namespace'], namespace)
    return edit
      ? [{ title: `Add namespace: ${namespace}`, edits: [edit], isGuess: namespaces.length > 1 }]
      : []
  })
}

function changeName(snapshot: Snapshot, object: Placed): readonly Fix[] {
  const file = ownFile(snapshot, object)
  const name = specScalar(object.resource, 'sourceRef', 'name')
  if (file === undefined || name === undefined) return []
  const { names } = nearSources(snapshot, name.text)
  return names.map(near => ({ ...fix(`Change to ${near}`, file, innerSpan(name), near), isGuess: true }))
}

/** With a capital letter, where it begins with a word. */
function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
