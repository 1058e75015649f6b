/** Whether Git accepts a name for a branch (git-check-ref-format(1), `--branch`). */
export function isBranchName(name: string): boolean {
  return (
    name !== '' &&
    name !== '@' &&
    name !== 'HEAD' &&
    !/[\0-\x20\x7f~^:?*[\\]|\.\.|@\{|^-|\.$/.test(name) &&
    name.split('/').every(part => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'))
  )
}
