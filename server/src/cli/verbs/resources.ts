import { allVariants, type Variant } from '../../flux/resources/effective.ts'
import { isGoError } from '../../go/go-error.ts'
import { jsonOf } from '../../kustomize/values/json-of.ts'
import { again, noCache } from '../kept/again.ts'
import { lineAndColumn } from '../place.ts'
import { json, printable } from '../printed.ts'
import { absolutePath, openScope, pathWithin } from '../scope.ts'
import { table } from '../table.ts'
import { UsageError } from '../usage-error.ts'
import type { Arguments, Verb } from '../verb.ts'
import type { World } from '../world.ts'

/** `resources [PATH…]`. */
export const resourcesVerb: Verb = {
  name: 'resources',
  operands: '[PATH…]',
  summary: 'the image automation resources as the cluster receives them',
  options: [
    { name: 'root', value: 'DIR', summary: 'only what the kustomization in this folder gives' },
    noCache,
  ],
  examples: [{ command: 'resources --root clusters/prod', does: 'what one kustomization gives' }],
  run: (args, world) => again(resourcesVerb, args, world, asked => resources(args, asked)),
}

/** `resources`: the image automation resources as clusters receive them, and the roots that give them. */
async function resources(args: Arguments, world: World): Promise<number> {
  const { session, root, isInScope } = await openScope(args, world)
  const { files, effective } = session.snapshot
  const only = rootOption(args, world, root)
  if (only !== undefined && !effective.roots.has(only)) {
    throw new UsageError(
      `--root ${args.values.get('root')}: no kustomization.yaml is in that folder; name one that has it`,
    )
  }
  const rows = allVariants(effective)
    .filter(
      ({ resource, via }) => isInScope(resource.place.file) && (only === undefined || via.includes(only)),
    )
    .map(variant => ({ ...variant, via: only === undefined ? variant.via : [only] }))
    .map(variant => row(variant, files.get(variant.resource.place.file)?.text ?? ''))
    .sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1))
  if (args.format === 'json') {
    const list = rows.map(({ object, file, line, via }) => ({ object, file, line, via }))
    world.out(json(list))
  } else if (rows.length === 0) {
    world.out(printable('no image automation resources here\n'))
  } else {
    const lines = rows.map(({ kind, namespace, name, file, line, via }) => [
      kind,
      namespace || '-',
      name,
      `${file}:${line}`,
      via.map(one => one || '.').join(', '),
    ])
    world.out(table([['KIND', 'NAMESPACE', 'NAME', 'FILE', 'VIA'], ...lines]))
  }
  return 0
}

function row({ resource, via }: Variant, text: string) {
  const { kind, namespace, name, place, body } = resource
  const object = jsonOf(body)
  return {
    object: isGoError(object) ? null : object,
    file: place.file,
    line: lineAndColumn(text, place.span[0]).line,
    via,
    kind,
    namespace,
    name,
  }
}

/** `--root` as a folder relative to the repository's root, as roots are named. */
function rootOption(args: Arguments, world: World, root: string): string | undefined {
  const given = args.values.get('root')
  return given === undefined ? undefined : pathWithin(root, absolutePath(world, given))
}
