import type { Arguments } from '../arguments.ts'
import { UsageError } from '../arguments.ts'
import type { World } from '../world.ts'

export async function explain(_args: Arguments, _world: World): Promise<number> {
  throw new UsageError('explain is not there yet')
}
