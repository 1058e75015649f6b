/**
 * Whether Go's `url.Parse("//" + text)` finds exactly `text` to be the host: the test that
 * go-containerregistry gives a registry's name. As Go 1.26's net/url, without a scheme, does it.
 *
 * `ghcr.io`, `localhost:5000`, `[::1]:5000`, `host:` and even `::1` pass; `user@host`, `a b` and `host:x` do not.
 */
export function isAuthority(text: string): boolean {
  const bracketed = /^\[([^[\]]*)\](?::[0-9]*)?$/.exec(text)
  if (bracketed !== null) return isIPv6(bracketed[1] ?? '')
  const port = text.lastIndexOf(':')
  return hostCharacters.test(text) && (port < 0 || /^[0-9]*$/.test(text.slice(port + 1)))
}

/** No `%`: what can be unescaped differs then from the text. A `]` alone is let through, a `[` is not. */
const hostCharacters = /^[A-Za-z0-9._~!$&'()*+,;=:\]<>"\u0080-\u{10ffff}-]*$/u

/** Whether a text is an IPv6 address as `netip.ParseAddr` reads it, without a zone. `::ffff:1.2.3.4` is one. */
export function isIPv6(text: string): boolean {
  const halves = text.split('::')
  const [first = '', second] = halves
  if (halves.length > 2) return false
  const before = fields(first, second === undefined)
  const after = fields(second ?? '', true)
  if (before === undefined || after === undefined) return false
  return second === undefined ? before === 8 : before + after < 8
}

/** How many 16-bit fields a run of hex numbers stands for; undefined where it is none. */
function fields(run: string, isLast: boolean): number | undefined {
  if (run === '') return 0
  const parts = run.split(':')
  const last = parts.at(-1) ?? ''
  const hex = isLast && isIPv4(last) ? parts.slice(0, -1) : parts
  if (!hex.every(part => /^[0-9A-Fa-f]{1,4}$/.test(part))) return undefined
  return hex.length + 2 * (parts.length - hex.length)
}

/** Whether a text is an IPv4 address as `netip.ParseAddr` reads it: four numbers up to 255 without leading zeros. */
export function isIPv4(text: string): boolean {
  const parts = text.split('.')
  return (
    parts.length === 4 && parts.every(part => /^(?:0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255)
  )
}
