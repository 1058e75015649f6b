import { runMain } from './run-main.ts'
import type { Suite } from './suite.ts'

interface Branches {
  readonly id: string
  /** `spec.git.checkout.ref`, `spec.git.push.branch`, and the GitRepository's `spec.ref`. */
  readonly checkout?: string
  readonly push?: string
  readonly ref?: string
  /** The branch that Flux pushes to, null where it refuses. */
  readonly pushed: string | null
}

/** Which branch image-automation-controller pushes to, as the tests of its Git configuration have it. */
const cases: readonly Branches[] = [
  { id: 'checked out by the automation, pushed back', checkout: 'branch: one', pushed: 'one' },
  {
    id: 'checked out by the automation, pushed elsewhere',
    checkout: 'branch: one',
    push: 'two',
    pushed: 'two',
  },
  { id: 'branch of the source, pushed back', ref: 'branch: three', pushed: 'three' },
  { id: 'branch of the source, pushed elsewhere', ref: 'branch: three', push: 'four', pushed: 'four' },
  { id: 'no branch named but for the push', push: 'one', pushed: 'one' },
  { id: 'all three', checkout: 'branch: one', push: 'two', ref: 'branch: three', pushed: 'two' },
  { id: 'no branch anywhere', pushed: null },
  { id: 'a tag, and nowhere to push to', ref: 'tag: v1', pushed: null },
]

export const pushBranchSuite: Suite = {
  name: 'push-branch',
  mark: 8,
  *rows() {
    for (const { pushed, ...one } of cases) {
      const args = ['explain', 'all.yaml:6', '--offline', '--format', 'json']
      const { links } = runMain({ 'all.yaml': workspace(one) }, args) as Explained
      const branch = links.find(({ name }) => name === 'branch')
      const isNamed = branch?.ok === true && new RegExp(`\\b${pushed}\\b`).test(branch.detail)
      const ok = pushed === null ? branch?.ok === false : isNamed
      yield { id: one.id, ok, ours: branch ?? links, theirs: pushed }
    }
  },
}

interface Explained {
  readonly links: readonly { readonly name: string; readonly ok: boolean | null; readonly detail: string }[]
}

function workspace({ checkout, push, ref }: Omit<Branches, 'pushed'>): string {
  return `apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: apps}
data:
  # The image.
  image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: fleet, namespace: apps}
spec:
  interval: 1m
  url: ssh://git@example.com/acme/fleet
  secretRef: {name: fleet}
${ref === undefined ? '' : `  ref: {${ref}}\n`}---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: {image: ghcr.io/acme/web, interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 1.x}}}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: all, namespace: apps}
spec:
  interval: 5m
  sourceRef: {kind: GitRepository, name: fleet}
  git:
    commit: {author: {email: bot@example.com}}
${checkout === undefined ? '' : `    checkout: {ref: {${checkout}}}\n`}${push === undefined ? '' : `    push: {branch: ${push}}\n`}  update: {path: ./, strategy: Setters}
`
}
