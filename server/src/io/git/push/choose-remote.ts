import { failure } from '../../../flux/failure.ts'
import { type Config, lastValue } from '../config/read-config.ts'

/** The remote that git-push(1) would push a branch to without being told one. Throws `E_PUSH_NO_REMOTE`. */
export function chooseRemote(config: Config, branch: string): string {
  const remotes = new Set(
    config.entries
      .map(({ key }) => /^remote\.([\s\S]+)\.url$/.exec(key)?.[1])
      .filter(name => name !== undefined),
  )
  const [only] = remotes.size === 1 ? remotes : []
  const chosen = [`branch.${branch}.pushremote`, 'remote.pushdefault', `branch.${branch}.remote`]
    .map(key => lastValue(config, key))
    .find(name => name !== undefined && name !== '.')
  const remote = chosen ?? (remotes.has('origin') ? 'origin' : only)
  if (remote !== undefined) return remote
  throw failure(
    'E_PUSH_NO_REMOTE',
    remotes.size === 0
      ? 'This repository has no remote to push to. Add one: git remote add origin URL.'
      : `Git does not know which remote to push ${branch} to (${[...remotes].join(', ')}). Run git config remote.pushDefault NAME.`,
  )
}
