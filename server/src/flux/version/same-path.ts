/** Whether two paths within a source are the same: `./clusters/prod` and `clusters/prod/`. */
export function samePath(a: string, b: string): boolean {
  return plain(a) === plain(b)
}

function plain(path: string): string {
  return path
    .split('/')
    .filter(part => part !== '' && part !== '.')
    .join('/')
}
