import type { Store } from '../builtin/store.ts'

/** The ref beside which Git cannot hold a new one, as `refs/heads/a` and `refs/heads/a/b`; undefined where there is none. */
export async function refInTheWay({ ref, refs }: Store, name: string): Promise<string | undefined> {
  const parts = name.split('/')
  for (let length = 3; length < parts.length; length++) {
    const above = parts.slice(0, length).join('/')
    if ((await ref(above)) !== undefined) return above
  }
  const [below] = (await refs(`${name}/`)).keys()
  return below
}
