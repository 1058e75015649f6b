/** What to do about a registry's failure, in Markdown, where its message does not say it already. */
export function remedy(code: string): string {
  const words = remedies[code]
  return `${words === undefined ? '' : `${words} `}[What to do about ${code}](${manual})`
}

const manual = 'https://github.com/fluxmark/fluxmark/blob/main/docs/registry.md#when-it-fails'

const remedies: Readonly<Record<string, string>> = {
  E_LOGIN_NEEDED: 'Or *Log In to a Registry*, in an editor that has it.',
  E_CREDENTIALS: 'Log in anew; *Test This Repository* tells what each of your logins is worth.',
  E_HOST_NOT_APPROVED: 'Restart the language server to be asked again.',
  E_RATE_LIMITED: 'It is asked again after that; nothing is sent before.',
  E_CANCELLED: '*Ask the Registries Again* lists it anew.',
  E_DNS: 'Check the name, the VPN and the proxy.',
  E_REFUSED: 'Check the port, the VPN and the proxy.',
  E_TIMEOUT: 'Check the VPN and the proxy, or raise `limits` of the host in `fluxmark.registries`.',
}
