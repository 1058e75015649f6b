import { failure } from '../../../flux/failure.ts'

/** Throws `E_BRANCH_NAME` for a name that Git does not accept for a branch (git-check-ref-format(1), `--branch`). */
export function refuseBranchName(name: string): void {
  const isGood =
    !['', '@', 'HEAD'].includes(name) &&
    !/[\0-\x20\x7f~^:?*[\\]|\.\.|@\{|^-|\.$/.test(name) &&
    name.split('/').every(part => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'))
  if (isGood) return
  throw failure(
    'E_BRANCH_NAME',
    `${JSON.stringify(name)} is not a name that Git accepts for a branch. See git check-ref-format.`,
  )
}
