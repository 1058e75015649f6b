/** The codes with which something fails: an API. A code that is not here does not compile. */
export type FailureCode =
  | RegistryFailureCode
  | GitFailureCode
  | ForgeFailureCode
  | FileFailureCode
  | SelectionFailureCode
  | ClusterFailureCode

export type RegistryFailureCode = (typeof registryFailureCodes)[number]
export type GitFailureCode = (typeof gitFailureCodes)[number]
export type ForgeFailureCode = (typeof forgeFailureCodes)[number]
export type FileFailureCode = (typeof fileFailureCodes)[number]
export type SelectionFailureCode = (typeof selectionFailureCodes)[number]
export type ClusterFailureCode = (typeof clusterFailureCodes)[number]

/** A code that came from outside: from a file, from another program. */
export function isFailureCode(text: unknown): text is FailureCode {
  const all: readonly unknown[] = [
    ...registryFailureCodes,
    ...gitFailureCodes,
    ...forgeFailureCodes,
    ...fileFailureCodes,
    ...selectionFailureCodes,
    ...clusterFailureCodes,
  ]
  return all.includes(text)
}

/** A registry request failed; docs/registry.md says what each means. */
export const registryFailureCodes = [
  'E_ADDRESS',
  'E_CANCELLED',
  'E_CHALLENGE',
  'E_CREDENTIALS',
  'E_DIGEST',
  'E_DNS',
  'E_DOCKER_CONFIG',
  'E_ENCODING',
  'E_HELPER',
  'E_HELPER_MISSING',
  'E_HELPER_TIMEOUT',
  'E_HOST_NOT_APPROVED',
  'E_IMAGE',
  'E_IMAGE_HOST',
  'E_IMAGE_NAME',
  'E_IMAGE_SCHEME',
  'E_IMAGE_TAG',
  'E_LINK',
  'E_LINK_ORIGIN',
  'E_LOGIN_NEEDED',
  'E_LOOP',
  'E_NET',
  'E_NOT_FOUND',
  'E_NOT_JSON',
  'E_OFFLINE',
  'E_PLAIN_LOGIN',
  'E_PROXY',
  'E_PROXY_AUTH',
  'E_RATE_LIMITED',
  'E_REALM',
  'E_REALM_UNTRUSTED',
  'E_REDIRECT_DOWNGRADE',
  'E_REDIRECT_HOST',
  'E_REDIRECT_LOOP',
  'E_REDIRECT_TARGET',
  'E_REFUSED',
  'E_SETTINGS',
  'E_SHAPE',
  'E_STATUS',
  'E_TAGS_FILE',
  'E_TIMEOUT',
  'E_TLS',
  'E_TLS_CA',
  'E_TLS_EXPIRED',
  'E_TLS_NAME',
  'E_TLS_PLAIN',
  'E_TOKEN',
  'E_TOO_LARGE',
  'E_TOO_MANY',
  'E_TOO_MANY_PAGES',
] as const

/** Git refused or failed; docs/git.md says what each means. */
export const gitFailureCodes = [
  'E_BLOB_MISMATCH',
  'E_BRANCH_CHECKED_OUT',
  'E_BRANCH_NAME',
  'E_BRANCH_NOT_FOUND',
  'E_BRANCH_OVERWRITE',
  'E_CONFIG',
  'E_DETACHED',
  'E_GIT',
  'E_GITFILE',
  'E_GIT_MISSING',
  'E_GIT_TIMEOUT',
  'E_HOOK',
  'E_INDEX',
  'E_INDEX_LOCKED',
  'E_INDEX_MOVED',
  'E_IN_PROGRESS',
  'E_MESSAGE',
  'E_NEED_SYSTEM_GIT',
  'E_NOT_FILE',
  'E_NOT_TRACKED',
  'E_NOT_TRUSTED',
  'E_NO_IDENTITY',
  'E_NO_MERGE_BASE',
  'E_NO_REPO',
  'E_OBJECT_MISSING',
  'E_PUSH',
  'E_PUSHED',
  'E_PUSH_AUTH',
  'E_PUSH_DENIED',
  'E_PUSH_NET',
  'E_PUSH_NOT_FOUND',
  'E_PUSH_NO_REMOTE',
  'E_PUSH_POLICY',
  'E_PUSH_REDIRECT',
  'E_PUSH_REJECTED',
  'E_PUSH_SSH',
  'E_REF',
  'E_REF_LOCKED',
  'E_REF_MOVED',
  'E_SIGN',
  'E_STAGED_CONFLICT',
  'E_SYMLINK',
  'E_UNBORN',
  'E_UNDO',
  'E_UNSAFE_OWNER',
  'E_WRITE',
] as const

/** A forge refused a pull request; docs/pull-requests.md says what each means. Codes of the network are a registry's too. */
export const forgeFailureCodes = [
  'E_FORGE_BASE',
  'E_FORGE_CREDENTIALS',
  'E_FORGE_DENIED',
  'E_FORGE_NOT_FOUND',
  'E_FORGE_REFUSED',
  'E_FORGE_SSO',
  'E_FORGE_STATUS',
  'E_FORGE_TOKEN',
  'E_FORGE_UNKNOWN',
] as const

/** A file of the workspace cannot be read or written. `E_ENCODING` and `E_WRITE` are of these too. */
const fileFailureCodes = ['E_CHANGED', 'E_FILE_NAME', 'E_OUTSIDE', 'E_READ'] as const

/** A policy selects nothing, or the selection took too long. */
const selectionFailureCodes = ['E_NO_TAG', 'E_TOO_SLOW'] as const

/** A cluster could not be read; docs/cluster.md says what each means. */
export const clusterFailureCodes = [
  'E_CLUSTER_BUSY',
  'E_CLUSTER_DENIED',
  'E_CLUSTER_GONE',
  'E_CLUSTER_LOGIN',
  'E_CLUSTER_NET',
  'E_CLUSTER_NOT_APPROVED',
  'E_CLUSTER_NOT_FOUND',
  'E_CLUSTER_SHAPE',
  'E_CLUSTER_STATUS',
  'E_CLUSTER_SUSPENDED',
  'E_CLUSTER_TIMEOUT',
  'E_CLUSTER_TLS',
  'E_KUBECONFIG',
  'E_KUBECONFIG_PROGRAM',
  'E_KUBECTL',
  'E_KUBECTL_MISSING',
] as const
