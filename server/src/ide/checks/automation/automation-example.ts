import { webPolicy } from '../marker/marker-example.ts'

/** What an ImageUpdateAutomation may be given in an example, each a line or more of its `spec`, already indented. */
interface Parts {
  readonly name?: string
  readonly file?: string
  /** Below `metadata.name`: an expectation. */
  readonly note?: string
  readonly git?: string
  readonly rest?: string
}

/** The `git` of an example that has nothing wrong. */
export const goodGit = `  git:
    checkout:
      ref:
        branch: main
    commit:
      author:
        email: flux@acme.example
    push:
      branch: image-updates
`

/** An ImageUpdateAutomation in fixture form. */
export function automationExample({
  name = 'main',
  file = 'automation.yaml',
  note = '',
  git = goodGit,
  rest = '  update:\n    path: ./\n',
}: Parts): string {
  return `#- ${file}
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata:
  name: ${name}
${note}  namespace: apps
spec:
  interval: 10m
  sourceRef:
    kind: GitRepository
    name: flux-system
${git}${rest}`
}

/** A policy and a marker for it, in fixture form. */
export const markedApp: string = `${webPolicy}#- apps/web.yaml
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
`
