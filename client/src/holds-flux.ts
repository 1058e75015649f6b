/**
 * Whether a text may hold a marker or one of the three kinds, so that there is something for the server to do.
 * Wider than Flux's own screen (`"$imagepolicy"`): a marker with the wrong quotes or key must be reported, too.
 */
export function holdsFlux(text: string): boolean {
  return text.includes('image.toolkit.fluxcd.io') || /imagepolicy['"’”]?\s*:/i.test(text)
}
