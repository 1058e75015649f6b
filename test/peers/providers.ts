import { runMain } from './run-main.ts'
import { casesOf, type Suite } from './suite.ts'

interface ProviderCase {
  readonly id: string
  readonly provider: string
  readonly image: string
  /** Whether Flux's provider takes the image's host for one of its own. */
  readonly valid: boolean
}

/** Which hosts a cloud's provider logs in to: one ImageRepository a file, through `check`. */
export const providersSuite: Suite = {
  name: 'providers',
  mark: 20,
  *rows(folder) {
    const cases = casesOf<ProviderCase>(folder)
    const files = Object.fromEntries(cases.map((one, at) => [`${at}.yaml`, repository(one, at)]))
    const { diagnostics } = runMain(files, ['check', '--offline', '--format', 'json']) as Checked
    const refused = new Set(
      diagnostics.filter(({ code }) => code === 'repo-provider-host-mismatch').map(({ file }) => file),
    )
    for (const [at, { id, valid }] of cases.entries()) {
      const ours = !refused.has(`${at}.yaml`)
      yield { id, ok: ours === valid, ours, theirs: valid }
    }
  },
}

interface Checked {
  readonly diagnostics: readonly { readonly file: string; readonly code: string }[]
}

/** The cases name images; an ImageRepository takes a name without tag. */
function repository({ provider, image }: ProviderCase, at: number): string {
  const named = image.includes('/') ? image : `${image}/app`
  return `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata:
  name: r${at}
  namespace: n${at}
spec:
  interval: 5m
  provider: ${provider}
  image: ${named.replace(/:[^/:]*$/, '')}
`
}
