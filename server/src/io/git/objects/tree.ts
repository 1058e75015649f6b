/** One entry of a tree. Trees are read and patched as bytes, so that a name in any encoding survives. */
export interface TreeEntry {
  /** As the tree writes it: `100644`, `100755`, `40000`, `120000` (symbolic link), `160000` (submodule). */
  readonly mode: string
  /** The name's bytes, one a character. */
  readonly name: string
  readonly oid: string
}

/** The entries of a tree object. `oidLength` is in bytes: 20, or 32 for SHA-256. Undefined where the bytes are no tree. */
export function parseTree(tree: Buffer, oidLength = 20): readonly TreeEntry[] | undefined {
  const entries: TreeEntry[] = []
  for (let at = 0; at < tree.length; ) {
    const space = tree.indexOf(0x20, at)
    const nul = tree.indexOf(0, space)
    const end = nul + 1 + oidLength
    if (space < 0 || nul < 0 || end > tree.length) return undefined
    entries.push({
      mode: tree.toString('latin1', at, space),
      name: tree.toString('latin1', space + 1, nul),
      oid: tree.toString('hex', nul + 1, end),
    })
    at = end
  }
  return entries
}

/** The same tree with other objects under some names (`TreeEntry.name`). Modes, order and all other bytes stay. */
export function patchTree(tree: Buffer, oids: ReadonlyMap<string, string>, oidLength = 20): Buffer {
  const patched = Buffer.from(tree)
  for (let at = 0; at < tree.length; ) {
    const space = tree.indexOf(0x20, at)
    const nul = tree.indexOf(0, space)
    const oid = oids.get(tree.toString('latin1', space + 1, nul))
    if (oid !== undefined) patched.write(oid, nul + 1, oidLength, 'hex')
    at = nul + 1 + oidLength
  }
  return patched
}
