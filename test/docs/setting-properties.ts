import { codes } from '../../server/src/ide/checks.ts'

/** What an editor completes in the setting `fluxmark.diagnostics`: every code, what it is about, its own severity. */
export function settingProperties(): Record<string, object> {
  return Object.fromEntries(
    codes.map(({ code, severity, default: byDefault, flux }) => {
      const own = byDefault === undefined ? severity : 'off'
      // One sentence; the manual has the rest.
      const description = /^.*?[.](?= [A-Z]|$)/s.exec(flux)?.[0] ?? flux
      return [code, { type: 'string', enum: severities, default: own, description }]
    }),
  )
}

const severities: readonly string[] = ['off', 'hint', 'information', 'warning', 'error']
