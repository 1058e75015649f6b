import type { MarkerTarget, UpdateRow } from '../../../server/src/lsp/protocol.ts'

/** What a row of the view is about, as commands take it. */
export interface RowTarget extends MarkerTarget {
  readonly automation?: string
}

/** A row of the Updates view, and the one that it stands below. It is the argument of the view's actions. */
export class UpdateElement {
  readonly row: UpdateRow
  readonly parent: UpdateElement | undefined

  constructor(row: UpdateRow, parent?: UpdateElement) {
    this.row = row
    this.parent = parent
  }

  /** The rows below, each time the same. */
  get children(): readonly UpdateElement[] {
    this.#children ??= this.row.children.map(row => new UpdateElement(row, this))
    return this.#children
  }
  #children: readonly UpdateElement[] | undefined

  /** The changes that an update of this row makes, by their ids. */
  get changes(): readonly string[] {
    this.#changes ??= changesOf(this.row)
    return this.#changes
  }
  #changes: readonly string[] | undefined
}

/** An argument for a command of the server: what a row is about, where the command was chosen on one. */
export function targetOf(argument: unknown): unknown {
  if (!(argument instanceof UpdateElement)) return argument
  const { kind, policy, automation, uri, line } = argument.row
  const target: RowTarget = {
    ...(policy === undefined ? {} : { policy }),
    ...(automation === undefined ? {} : { automation }),
    ...((kind === 'value' || kind === 'candidate') && uri !== undefined && line !== undefined
      ? { uri, line }
      : {}),
    ...(kind === 'value' || kind === 'candidate' ? {} : { changes: argument.changes }),
  }
  return target
}

function changesOf({ change, children }: UpdateRow): readonly string[] {
  return change === undefined ? children.flatMap(changesOf) : [change]
}
