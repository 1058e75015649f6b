import type { FailureCode } from '../../flux/failure.ts'
import { forgeFailureCodes, gitFailureCodes, registryFailureCodes } from '../../flux/failure-codes.ts'
import { joined, link, type Markdown, md, ours } from '../../text/markdown.ts'

/** What to do about a failure, in Markdown: in words where its message does not say it, and the page of the manual that does. */
export function remedy(code: FailureCode): Markdown {
  const page = manual(code)
  const more = page === undefined ? '' : link(md`What to do about ${code}`, `${docs}/${page}`)
  return joined([ours(remedies[code]), more], ' ')
}

const docs = 'https://github.com/fluxmark/fluxmark/blob/main/docs'

function manual(code: FailureCode): string | undefined {
  const isOneOf = (codes: readonly FailureCode[]) => codes.includes(code)
  if (isOneOf(registryFailureCodes)) return 'registry.md#when-it-fails'
  if (isOneOf(forgeFailureCodes)) return 'pull-requests.md#when-it-is-refused'
  if (!isOneOf(gitFailureCodes)) return undefined
  return /^E_(PUSH|UNDO)/.test(code) ? 'git.md#pushing-and-taking-back' : 'git.md#when-it-is-refused'
}

/** Empty where the message says what to do, or where there is nothing to do from here. The compiler asks for every code. */
const remedies: Readonly<Record<FailureCode, string>> = {
  E_ADDRESS: '',
  E_CANCELLED: '*Refresh Tags* lists it anew.',
  E_CHALLENGE: '',
  E_CREDENTIALS: 'Log in anew; *Test This Repository* tells what each of your logins is worth.',
  E_DIGEST: 'Do not trust this registry, or what stands between.',
  E_DNS: 'Check the name, the VPN and the proxy.',
  E_DOCKER_CONFIG: '',
  E_ENCODING: '',
  E_HELPER: 'Run the credential helper by hand.',
  E_HELPER_MISSING: 'Install the credential helper, or put it on PATH.',
  E_HELPER_TIMEOUT: 'Run the credential helper by hand.',
  E_HOST_NOT_APPROVED: 'Restart the language server to be asked again.',
  E_IMAGE: '',
  E_IMAGE_HOST: '',
  E_IMAGE_NAME: '',
  E_IMAGE_SCHEME: '',
  E_IMAGE_TAG: '',
  E_LINK: '',
  E_LINK_ORIGIN: '',
  E_LOGIN_NEEDED: 'Or *Log In to a Registry*, in an editor that has it.',
  E_LOOP: '',
  E_NET: 'Try again later.',
  E_NOT_FOUND: 'Check the name.',
  E_NOT_JSON: 'Check what stands between: often a proxy or a login page.',
  E_OFFLINE: '',
  E_PLAIN_LOGIN: '',
  E_PROXY: 'Check the proxy, and `http.noProxy`.',
  E_PROXY_AUTH: 'Set `http.proxyAuthorization`, or user and password in the URL of the proxy.',
  E_RATE_LIMITED: 'It is asked again after that; nothing is sent before.',
  E_REALM: '',
  E_REALM_UNTRUSTED: 'If that is right, name it as `tokenServer` of the host in `fluxmark.registries`.',
  E_REDIRECT_DOWNGRADE: '',
  E_REDIRECT_HOST: '',
  E_REDIRECT_LOOP: '',
  E_REDIRECT_TARGET: '',
  E_REFUSED: 'Check the port, the VPN and the proxy.',
  E_SETTINGS: '',
  E_SHAPE: 'Check that the host is a registry.',
  E_STATUS: '',
  E_TAGS_FILE: 'Make the file again with `fluxmark scan`.',
  E_TIMEOUT: 'Check the VPN and the proxy, or raise `limits` of the host in `fluxmark.registries`.',
  E_TLS: '',
  E_TLS_CA: '',
  E_TLS_EXPIRED: 'Renew the certificate, or check the clock of this machine.',
  E_TLS_NAME: 'Use the name that the certificate is for.',
  E_TLS_PLAIN: '',
  E_TOKEN: '',
  E_TOO_LARGE: '',
  E_TOO_MANY: '',
  E_TOO_MANY_PAGES: '',

  E_BLOB_MISMATCH: 'Commit or undo your own change of the line.',
  E_BRANCH_CHECKED_OUT: 'Commit in that worktree.',
  E_BRANCH_NAME: 'Choose another name.',
  E_BRANCH_NOT_FOUND: 'Fetch the branch, or name another one.',
  E_BRANCH_OVERWRITE: '',
  E_CONFIG: 'Correct the file: Git refuses it too.',
  E_DETACHED: 'Check out a branch, or name one to commit on.',
  E_GIT: '',
  E_GITFILE: '',
  E_GIT_MISSING: 'Install Git.',
  E_GIT_TIMEOUT: 'Try it in a terminal to see what Git waits for.',
  E_HOOK: '',
  E_INDEX: '`git reset` makes the index anew.',
  E_INDEX_LOCKED: '',
  E_INDEX_MOVED: 'Try again.',
  E_IN_PROGRESS: '',
  E_MESSAGE: 'Give another message.',
  E_NEED_SYSTEM_GIT: 'Set `fluxmark.git.engine` to `auto`.',
  E_NOT_FILE: 'Change the file itself; open a submodule as its own repository.',
  E_NOT_TRACKED: 'Commit the file first.',
  E_NOT_TRUSTED: 'Trust the workspace.',
  E_NO_IDENTITY: '',
  E_NO_MERGE_BASE: '',
  E_NO_REPO: '',
  E_OBJECT_MISSING: '`git fetch`, `git fsck`.',
  E_PUSH: '',
  E_PUSHED: '`git revert` takes it back.',
  E_PUSH_AUTH: '',
  E_PUSH_DENIED: 'Ask for the right to push.',
  E_PUSH_NET: 'Check the network and the proxy.',
  E_PUSH_NOT_FOUND: 'Check the address of the remote.',
  E_PUSH_NO_REMOTE: '',
  E_PUSH_POLICY: 'Open a pull request.',
  E_PUSH_REDIRECT: '',
  E_PUSH_REJECTED: '',
  E_PUSH_SSH: '',
  E_REF: '`git fsck` finds out more.',
  E_REF_LOCKED: '',
  E_REF_MOVED: 'Try again.',
  E_SIGN: 'Check `user.signingKey`, `gpg.format`, and that `git commit -S` works.',
  E_STAGED_CONFLICT: '',
  E_SYMLINK: 'Change the file that the link leads to.',
  E_UNBORN: 'Make the first commit.',
  E_UNDO: '`git revert` takes it back.',
  E_UNSAFE_OWNER: '',
  E_WRITE: '',

  E_FORGE_BASE: '',
  E_FORGE_CREDENTIALS: 'Make a new token.',
  E_FORGE_DENIED: '',
  E_FORGE_NOT_FOUND: 'Check the address of the remote.',
  E_FORGE_REFUSED: '',
  E_FORGE_SSO: '',
  E_FORGE_STATUS: 'Try again later.',
  E_FORGE_TOKEN: '',
  E_FORGE_UNKNOWN: '',

  E_CHANGED: 'Run it again.',
  E_FILE_NAME: '',
  E_OUTSIDE: '',
  E_READ: '',
  E_NO_TAG: 'Change the rule of the policy, or push a tag that it takes.',
  E_TOO_SLOW: 'Simplify the pattern of the policy.',
}
