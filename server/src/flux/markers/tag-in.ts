/**
 * The tag in an image as a manifest writes it: `1.2.3` of `host:5000/web:1.2.3@sha256:…`; undefined where there is none,
 * as in a name or a digest alone.
 */
export function tagIn(image: string): string | undefined {
  const [name = ''] = image.split('@', 1)
  return name.startsWith('sha256:') ? undefined : /:([^:/]+)$/.exec(name)?.[1]
}
