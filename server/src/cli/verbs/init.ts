import { resolve } from 'node:path'
import { projectFileNames } from '../../flux/project/project-file.ts'
import { suggestedProject } from '../../flux/project/suggested-project.ts'
import { json, printable } from '../printed.ts'
import { openScope } from '../scope.ts'
import { UsageError } from '../usage-error.ts'
import type { Arguments, Verb } from '../verb.ts'
import type { World } from '../world.ts'

/** `init`. */
export const initVerb: Verb = {
  name: 'init',
  operands: '[PATH]',
  summary: 'writes a fluxmark.yaml from what the repository shows',
  details: [
    'Environments are the folders whose names say so, such as `clusters/production`. A project file that is there is never overwritten.',
  ],
  options: [{ name: 'dry-run', summary: 'only print what would be written' }],
  examples: [{ command: 'init --dry-run', does: 'what would be written' }],
  run: init,
}

async function init(args: Arguments, world: World): Promise<number> {
  const { root, session } = await openScope(args, world)
  for (const name of projectFileNames)
    if (await world.exists(resolve(root, name)))
      throw new UsageError(`${name} is there already, and is left as it is; edit it instead`)
  const [file = ''] = projectFileNames
  const text = suggestedProject(session.snapshot)
  const isDry = args.flags.has('dry-run')
  if (!isDry) await world.writeText(resolve(root, file), text)
  if (args.format === 'json') world.out(json({ file, text, written: !isDry }))
  else {
    world.out(printable(text))
    if (!isDry) world.err(printable(`fluxmark: ${file} written\n`))
  }
  return 0
}
