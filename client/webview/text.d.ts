/** A module as the text of its bundle: esbuild.mjs. */
declare module '*?text' {
  export const source: string
}
