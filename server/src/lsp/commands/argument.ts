import { groupings } from '../../ide/updates/tree.ts'
import type {
  CommitArgument,
  HoldArgument,
  LiveArgument,
  OnboardArgument,
  PlaygroundArgument,
  PushArgument,
  UpdatesArgument,
} from '../protocol.ts'

/** The one argument of the server's commands: what any of them takes. */
export interface Argument
  extends CommitArgument,
    HoldArgument,
    LiveArgument,
    OnboardArgument,
    Partial<PushArgument>,
    UpdatesArgument,
    PlaygroundArgument {
  /** Of a promotion: environments by name, or their folders. */
  readonly from?: string
  readonly to?: string
  /** Of a promotion: on a branch, in place of the texts here. */
  readonly commit?: boolean
  /** An image that `fluxmark.repositories` names. */
  readonly image?: string
  readonly tag?: string
  /** A registry's host. */
  readonly host?: string
  /** What a tool for assistants is given; `name` is the tool's. */
  readonly input?: Readonly<Record<string, unknown>>
}

/** Reads an argument as a client sends it. What is of a wrong type counts as absent. */
export function readArgument(value: unknown): Argument {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Readonly<
    Record<string, unknown>
  >
  const pick = (isIt: (value: unknown) => boolean, ...keys: readonly (keyof Argument)[]) =>
    keys.flatMap(key => (isIt(given[key]) ? [[key, given[key]]] : []))
  const one =
    (...values: readonly unknown[]) =>
    (value: unknown) =>
      values.includes(value)
  return Object.fromEntries([
    ...pick(
      value => typeof value === 'string',
      ...([
        'policy',
        'uri',
        'branch',
        'message',
        'root',
        'oid',
        'base',
        'title',
        'body',
        'image',
        'repository',
        'list',
        'host',
        'from',
        'to',
        'tag',
        'automation',
        'at',
        'reason',
        'namespace',
        'folder',
        'name',
        'context',
        'server',
        'kubeconfig',
        'kind',
      ] as const),
    ),
    ...pick(value => Number.isInteger(value) && Number(value) >= 1, 'line', 'within'),
    ...pick(
      value => value === true,
      ...(['toPushBranch', 'overwrite', 'silent', 'ages', 'text', 'commit', 'request'] as const),
    ),
    ...pick(one('policy', 'automation', 'environment'), 'per'),
    ...pick(one('automation'), 'author'),
    ...pick(one('range', 'exclude'), 'by'),
    ...pick(one(...groupings), 'group'),
    ...pick(one('follow', 'overwrite'), 'existing'),
    ...pick(value => typeof value === 'object' && value !== null && !Array.isArray(value), 'input'),
    ...pick(
      value => Array.isArray(value) && value.every(item => typeof item === 'string'),
      'changes',
      'folders',
    ),
  ])
}
