/** A repository's URL without its scheme, user and ending, so that two ways to one repository are the same. */
export function repositoryOfUrl(url: string): string {
  return url
    .replace(/^[a-z]+:\/\//, '')
    .replace(/^[^/@]*@/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .replace(':', '/')
}
