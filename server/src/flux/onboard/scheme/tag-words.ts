/** Words that stand for a system, a language or a platform: what follows them is no part of the order. */
const flavours =
  /^(?:alpine|debian|deb|ubuntu|rhel|ubi|centos|el|ol|fedora|fc|rocky|rockylinux|alma|almalinux|suse|leap|sles|amazonlinux|al|photon|wolfi|distroless|chainguard|buster|bullseye|bookworm|trixie|sid|focal|jammy|noble|nanoserver|windowsservercore|servercore|ltsc|windows|win|linux|darwin|jdk|jre|java|openjdk|temurin|cuda|cudnn|rocm|python|py|cp|php|node|nodejs|go|golang|ruby|perl|rust|gcc|clang|llvm|net|dotnet|aspnet|pg|postgres|postgresql|mysql|mariadb|redis|mongo|scala|hadoop|spark|kafka|flink|hive|otp|erlang|elixir|armv?|arm|amd|aarch|x|i|ppc|s|riscv|glibc|musl|openssl|k8s|kube|kubernetes|v)$/i

/** Words whose number counts rebuilds of one version. */
const rebuilds =
  /^(?:r|rev|revision|build|bld|b|ls|p|patch|hf|hotfix|k3s|rke2r|post|update|u|cu|sp|release|rel|gke|eks|run|ci|n)$/i

/** Words of what comes before a release. */
const prereleases =
  /^(?:rc|alpha|beta|pre|preview|prerelease|milestone|m|cr|ea|dev|nightly|snapshot|canary|edge|next|insiders|unstable|testing|experimental|trunk)$/i

/** Of these, what a release follows. */
const candidates = /^(?:rc|alpha|beta|pre|preview|prerelease|milestone|m|cr|ea)$/i

export function isFlavour(word: string): boolean {
  return flavours.test(word)
}

export function isRebuild(word: string): boolean {
  return rebuilds.test(word)
}

export function isPrerelease(word: string): boolean {
  return prereleases.test(word)
}

/** Whether such prereleases end in a release of their version. */
export function isCandidate(word: string): boolean {
  return candidates.test(word)
}

/** Whether a word is the abbreviated or whole hash of a commit, as far as its look tells. */
export function isHash(word: string): boolean {
  return /^g?[0-9a-f]{7,40}$/.test(word) && /[a-f]/.test(word.slice(1)) && /[0-9]/.test(word)
}

/** Whether a tag is made for one pull request, or for one branch of work. */
export function isPreview(tag: string): boolean {
  return /^(?:pr|mr|pull|pull-request|merge-request|merge|preview|review|feature|feat|dependabot|renovate)(?:[-_.]|\d)/i.test(
    tag,
  )
}

/** Whether a run of digits may be a date or a moment: `20241105`, `20241105120000`, seconds or milliseconds since 1970. */
export function isMoment(digits: string): boolean {
  if (/^1[3-9]\d{8}(?:\d{3})?$/.test(digits)) return true
  const [, month, day, hour] =
    /^20\d{2}(\d{2})(\d{2})(?:(\d{2})(?:\d{2}(?:\d{2}(?:\d{3})?)?)?)?$/.exec(digits) ?? []
  if (month === undefined || day === undefined) return false
  return within(month, 1, 12) && within(day, 1, 31) && (hour === undefined || within(hour, 0, 23))
}

function within(digits: string, low: number, high: number): boolean {
  return Number(digits) >= low && Number(digits) <= high
}
