import { failure } from '../../flux/failure.ts'

/** May this program contact a host? A Git repository chooses the hosts, so the user has a say. */
export interface Consent {
  /**
   * Whether a host (`URL.host`) may be contacted. Asks the user, where there is one to ask, once a host.
   * `named` says who brought it up: an image, or the registry that redirects there.
   */
  allows(host: string, named: string): Promise<boolean>
  /** Whether the user would have to be asked about a host first, or has just been. Asks nobody. */
  isOpen(host: string): Promise<boolean>
  /** As `allows`, but rejects with E_HOST_NOT_APPROVED, naming what approves the host. */
  require(host: string, named: string): Promise<void>
}

export interface ConsentOptions {
  /** Hosts named by `--allow-host` or by the editor's memory of earlier answers; `*` is all. */
  readonly allowed: readonly string[]
  /** Hosts in the user's own machine-level configuration. */
  readonly configured: () => Promise<readonly string[]>
  /** Asks the user. Absent where nobody can be asked. */
  readonly ask?: (host: string, named: string) => Promise<boolean>
}

export function createConsent(options: ConsentOptions): Consent {
  const answers = new Map<string, Promise<boolean>>()
  /** Hosts of which the answer is there. */
  const answered = new Set<string>()

  async function isGiven(host: string): Promise<boolean> {
    if (options.allowed.some(entry => covers(entry, host)) || isWellKnown(host)) return true
    return (await options.configured()).some(entry => canonical(entry) === canonical(host))
  }

  async function isOpen(host: string): Promise<boolean> {
    return options.ask !== undefined && !answered.has(host) && !(await isGiven(host))
  }

  async function allows(host: string, named: string): Promise<boolean> {
    if (await isGiven(host)) return true
    if (options.ask === undefined) return false
    const asked = answers.get(host) ?? options.ask(host, named)
    answers.set(host, asked)
    // A question that broke off is no answer: the next one asks again.
    asked.then(
      () => answered.add(host),
      () => answers.delete(host),
    )
    return asked
  }

  async function require(host: string, named: string): Promise<void> {
    if (await allows(host, named)) return
    throw failure(
      'E_HOST_NOT_APPROVED',
      `${host} (of ${named}) has not been approved for this workspace; ${approval(host, options.ask ? 'editor' : 'command line')}.`,
    )
  }

  return { allows, isOpen, require }
}

/** What approves a host, in the words of the door: a flag, or the answer to the question that an editor shows. */
function approval(host: string, door: 'editor' | 'command line'): string {
  return door === 'editor' ? `choose "Allow ${host}" when you are asked` : `--allow-host ${host} approves it`
}

/** `host` covers all its ports, `host:port` that one, `*` everything. */
function covers(entry: string, host: string): boolean {
  const wanted = canonical(entry)
  return wanted === '*' || wanted === canonical(host) || wanted === canonical(host).replace(/:\d+$/, '')
}

function canonical(host: string): string {
  const name = host.toLowerCase().replace(/:443$/, '')
  return name === 'docker.io' || name === 'registry-1.docker.io' ? 'index.docker.io' : name
}

/** Whether a host is a public registry, or the storage behind one, that no user need be asked about. */
function isWellKnown(host: string): boolean {
  return WELL_KNOWN.includes(canonical(host)) || WELL_KNOWN_PATTERNS.some(pattern => pattern.test(host))
}

const WELL_KNOWN = [
  'index.docker.io',
  'ghcr.io',
  'quay.io',
  'gcr.io',
  'public.ecr.aws',
  'registry.k8s.io',
  'registry.gitlab.com',
  'mcr.microsoft.com',
  'docker.elastic.co',
  'registry.access.redhat.com',
  'registry.redhat.io',
  'nvcr.io',
  'lscr.io',
  'cgr.dev',
  'codeberg.org',
  'registry.digitalocean.com',
  'icr.io',
]

/** Registries with a host for each customer or region, and what they redirect image contents to. */
const WELL_KNOWN_PATTERNS = [
  /^(us|eu|asia)\.gcr\.io$/,
  /^[a-z0-9-]+-docker\.pkg\.dev$/,
  /^\d{12}\.dkr[.-]ecr(-fips)?\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|on\.aws)$/,
  /^[a-z0-9-]+\.azurecr\.(io|cn|us)$/,
  /^production\.cloudflare\.docker\.com$/,
  /^docker-images-prod\.[a-z0-9]+\.r2\.cloudflarestorage\.com$/,
  /^pkg-containers\.githubusercontent\.com$/,
  /^cdn(\d\d)?\.quay\.io$/,
  /^prod-[a-z0-9-]+-starport-layer-bucket\.s3\.[a-z0-9-]+\.amazonaws\.com$/,
  /^[a-z0-9-]+\.data\.(mcr\.microsoft\.com|azurecr\.io)$/,
  /^cdn\.registry\.gitlab-static\.net$/,
]
