/**
 * What `fluxmark help` and `fluxmark help VERB` print, by verb (`help` for the overview), as one JSON text: `esbuild.mjs`
 * fills it in for the bundle, so that help does not have to load the program first. Empty: help is made when it is asked for.
 */
export const preparedHelp: Readonly<Record<string, string>> = {}
