import type { Placed } from '../../flux/resource-index.ts'
import type { Node } from '../../text/node.ts'
import type { Arguments } from '../arguments.ts'
import { lineAndColumn } from '../place.ts'
import { openScope } from '../scope.ts'
import { table } from '../table.ts'
import type { World } from '../world.ts'

/** `resources`: the image automation resources. */
export async function resources(args: Arguments, world: World): Promise<number> {
  const { session, isInScope } = await openScope(args, world)
  const { files, index } = session.snapshot
  const all: readonly Placed[] = [
    ...[...index.repositories.values()].flat(),
    ...[...index.policies.values()].flat(),
    ...[...index.automations.values()].flat(),
    ...index.unplaced,
  ].filter(({ path }) => isInScope(path))
  const rows = all.map(({ resource, path }) => ({
    object: toJs(resource.node),
    file: path,
    line: lineAndColumn(files.get(path)?.text ?? '', resource.node.span[0]).line,
    via: [],
    resource,
  }))
  rows.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1))
  if (args.format === 'json') {
    world.out(
      `${JSON.stringify(
        rows.map(({ object, file, line, via }) => ({ object, file, line, via })),
        null,
        2,
      )}\n`,
    )
  } else {
    const lines = rows.map(({ resource, file, line }) => [
      resource.kind,
      resource.namespace ?? '-',
      resource.name,
      `${file}:${line}`,
    ])
    world.out(
      lines.length === 0
        ? 'no image automation resources here\n'
        : table([['KIND', 'NAMESPACE', 'NAME', 'FILE'], ...lines]),
    )
  }
  return 0
}

function toJs(node: Node | undefined): unknown {
  if (node === undefined || node.kind === 'alias') return null
  if (node.kind === 'scalar') return typeof node.value === 'bigint' ? Number(node.value) : node.value
  if (node.kind === 'sequence') return node.items.map(toJs)
  return Object.fromEntries(
    node.entries.map(({ key, value }) => [key.kind === 'scalar' ? key.text : '', toJs(value)]),
  )
}
