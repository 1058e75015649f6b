import { type Deferred, deferred } from './deferred.ts'
import type { Answer } from './flux/answer.ts'
import { type Failure, failure, failureOf } from './flux/failure.ts'
import type { PolicyRef } from './flux/markers/setter.ts'
import { projectFileNames } from './flux/project/project-file.ts'
import { type Lookup, wantedLookups } from './flux/selection/resolve.ts'
import { selectionOf } from './flux/selection/selection.ts'
import type { Installed } from './flux/version/installed.ts'
import { missingFiles } from './flux/workspace/missing-files.ts'
import { oldScans, withoutOld } from './flux/workspace/old-answers.ts'
import { replaceText } from './flux/workspace/replace-text.ts'
import {
  emptySnapshot,
  type Snapshot,
  withAbsent,
  withAnswers,
  withFiles,
} from './flux/workspace/snapshot.ts'
import type { Rules } from './flux/workspace/source-file.ts'
import { wantedFiles } from './flux/workspace/wanted-files.ts'
import { withFolder } from './flux/workspace/with-folder.ts'
import { withGiven, withInstalled } from './flux/workspace/with-installed.ts'
import type { FileEdit, Files, Git, Registry, SessionPorts } from './ports.ts'

/**
 * The snapshot that changes. Everything that waits is here or behind a port; every `await` is followed by
 * a fresh read of the snapshot, so that what was edited meanwhile survives.
 */
export class Session {
  readonly #ports: SessionPorts
  readonly #onChange: () => void
  readonly #open = new Map<string, string>()
  /** What ends each lookup that is under way, by kind and key. */
  readonly #pending = new Map<string, AbortController>()
  /** Keys of tag lists that are shown until a newer one comes, and how old, in ms, that one may be. */
  readonly #stale = new Map<string, number>()
  /** Files and folders that may matter and could not be read when the workspace was last read, and why. */
  unreadable: ReadonlyMap<string, Failure> = new Map()
  /** Whether the files are those that another session has read. */
  #isRead = false
  #snapshot: Snapshot
  #scope: () => Iterable<PolicyRef> = () => []
  /** What those wait for who settle. */
  #settled: Deferred | undefined

  constructor(ports: SessionPorts, rules: Rules, onChange: () => void = () => {}) {
    this.#ports = ports
    this.#onChange = onChange
    this.#snapshot = emptySnapshot(rules)
  }

  get snapshot(): Snapshot {
    return this.#snapshot
  }

  /**
   * Reads the workspace; texts of open documents win over the disk. What its kustomizations make of it is found when
   * it is first asked for, and may need files that `complete` reads.
   */
  async load(): Promise<void> {
    if (this.#isRead) return
    const found = await this.#ports.files.list()
    this.unreadable = new Map(found.flatMap(({ path, failure }) => (failure ? [[path, failure]] : [])))
    const unread = new Set(found.flatMap(({ path, text }) => (text === undefined ? [path] : [])))
    const texts = new Map(
      found.flatMap(({ path, text }) => (text === undefined ? [] : [[path, text] as const])),
    )
    // At the repository's root, which need not be in the folder that is open.
    for (const name of projectFileNames) {
      const text = texts.get(name) ?? (await this.#ports.files.read(name))
      if (text !== undefined) texts.set(name, text)
    }
    const gone = [...this.#snapshot.files.keys()].filter(path => !texts.has(path))
    const news = [...gone.map(path => [path, undefined] as const), ...texts, ...this.#open]
    this.#update(withFiles(this.#snapshot, news, unread))
  }

  /** Reads what kustomizations, or with `withUnmarked` anything, turn out to need; what is found may need more. */
  async complete(withUnmarked = true): Promise<void> {
    if (this.#isRead) return
    const asked = new Set<string>()
    for (;;) {
      const { paths, tokens: all } = wantedFiles(this.#snapshot, withUnmarked)
      const tokens = all.filter(token => !asked.has(token))
      for (const token of tokens) asked.add(token)
      const read = await Promise.all(
        paths.map(async path => [path, await this.#ports.files.read(path)] as const),
      )
      const isMore = await this.readWith(tokens)
      if (read.length === 0 && !isMore) return
      const texts = read.filter(([path]) => !this.#open.has(path))
      if (texts.length > 0) this.#update(withFiles(this.#snapshot, texts))
    }
  }

  /** Takes over what another session of the same files has read just now, by the same rules: it is not read again. */
  takeOver({ snapshot, unreadable }: Pick<Session, 'snapshot' | 'unreadable'>): void {
    this.#isRead = true
    this.unreadable = unreadable
    this.#update(snapshot.unanswered)
  }

  /** Reads what else holds one of these texts, though nothing said that it matters. False where there is nothing. */
  async readWith(tokens: readonly string[]): Promise<boolean> {
    const found = tokens.length === 0 ? [] : await this.#ports.files.list(tokens)
    const news = found.filter(({ path, text }) => text !== undefined && !this.#snapshot.files.has(path))
    const texts = news.map(({ path, text }) => [path, text] as const)
    if (texts.length > 0) this.#update(withFiles(this.#snapshot, texts))
    return texts.length > 0
  }

  /** An open document has this text now. */
  edit(path: string, text: string): void {
    this.#open.set(path, text)
    this.#update(withFiles(this.#snapshot, [[path, text]]))
  }

  /** A document was closed: what is on disk counts again. */
  async close(path: string): Promise<void> {
    this.#open.delete(path)
    await this.reread([path])
  }

  /** Files changed on disk. An open document keeps its own text. */
  async reread(paths: readonly string[]): Promise<void> {
    const texts = await Promise.all(
      paths.map(async path => [path, await this.#ports.files.read(path)] as const),
    )
    const closed = texts.filter(([path]) => !this.#open.has(path))
    this.#update(withFiles(this.#snapshot, closed))
  }

  /** Folders came, went or changed their names: what is beneath them is listed anew. Open documents keep their texts. */
  async relist(folders: readonly string[]): Promise<void> {
    for (const folder of folders) {
      const found = await this.#ports.files.list([], folder)
      const snapshot = withFolder(this.#snapshot, folder, found, this.#open)
      if (snapshot !== this.#snapshot) this.#update(snapshot)
    }
    await this.complete()
  }

  /** A session of other files, such as those of a commit, that asks the same registries by the same rules. Of the same without any. */
  with(files: Files = this.#ports.files): Session {
    return new Session({ ...this.#ports, files }, this.#snapshot.given)
  }

  rules(rules: Rules): void {
    this.#update(withGiven(this.#snapshot, rules))
  }

  /** Live clusters that are shown from now on run this: it counts where no file tells. */
  installed(installed: readonly Installed[]): void {
    const snapshot = withInstalled(this.#snapshot, installed)
    if (snapshot !== this.#snapshot) this.#update(snapshot)
  }

  /**
   * Asks for everything that the scope's policies need and the snapshot lacks, until there is nothing.
   * The newest call's scope counts for all that are under way. What kustomizations in `files` miss is looked for.
   */
  async settle(scope: () => Iterable<PolicyRef>, files: readonly string[] = []): Promise<void> {
    this.#scope = scope
    this.#ask()
    // One promise for all who wait: a race over the lookups would leave its marks on each of them, every time. It is
    // made before anything is waited for: between a lookup that ends and the one it leads to none is under way.
    if (this.#pending.size > 0) this.#settled ??= deferred()
    await Promise.all([this.#settled?.promise, this.#lookForMissing(files)])
  }

  /** Each time anew, since nothing reports a file that comes into being unless it is one that is read. */
  async #lookForMissing(files: readonly string[]): Promise<void> {
    const missing = files.flatMap(file => missingFiles(this.#snapshot, file))
    const paths = new Set(missing.flatMap(one => one.paths))
    const answers = await Promise.all(
      [...paths].map(async path => [path, await this.#ports.files.isAbsent(path)] as const),
    )
    const news = answers.filter(([path, isAbsent]) => this.#snapshot.absent.has(path) !== isAbsent)
    if (news.length > 0) this.#update(withAbsent(this.#snapshot, news))
  }

  /**
   * Has tag lists asked for anew, and digests and details when they are wanted next: all of them, or with `maxAge` (ms)
   * those that are older than that. A list's age is measured by its ImageRepository's interval, where that can be read.
   */
  refresh(maxAge?: number): void {
    const now = this.#ports.clock.now()
    // What another window has listed since will do, unless somebody has asked for a new list.
    for (const [key, age] of oldScans(this.#snapshot, now, maxAge))
      if (maxAge === undefined || !this.#stale.has(key)) this.#stale.set(key, age)
    this.#update(withAnswers(this.#snapshot, withoutOld(this.#snapshot, now, maxAge)))
  }

  /** The registries, for what is asked besides; none without trust. */
  get registry(): Registry | undefined {
    return this.#ports.registry
  }

  /** Gives the snapshot answers that came from elsewhere: a tags file, or what somebody looked at. */
  answer(answers: Parameters<typeof withAnswers>[1]): void {
    this.#update(withAnswers(this.#snapshot, answers))
  }

  /** Ends what is under way with registries, but for what the scope's policies need; nothing of it is kept. */
  cancel(scope: () => Iterable<PolicyRef> = () => []): void {
    this.#scope = scope
    const wanted = wantedLookups(this.#snapshot, scope(), this.#stale)
    // No longer under way: whoever wants it from now on asks anew.
    for (const [id, ending] of this.#pending) if (!wanted.has(id) && this.#pending.delete(id)) ending.abort()
  }

  /**
   * Writes new texts in place of those that the snapshot holds, and files that it does not have. A file that somebody else has written meanwhile is left
   * as it is: rejects with `E_CHANGED`. Each file is written whole or not at all; the snapshot follows.
   */
  async write(texts: ReadonlyMap<string, string>): Promise<void> {
    const { files } = this.#snapshot
    await this.apply([...texts].map(([path, text]) => replaceText(path, files.get(path)?.text, text)))
  }

  /** Edits files as the disk holds them now, one after the other, until one fails; the snapshot follows. Rejects with a `Failure`. */
  async apply(edits: readonly FileEdit[]): Promise<void> {
    for (const { path, edit, isNew } of edits) {
      const text = await this.#ports.files.edit(path, edit, isNew)
      this.#update(withFiles(this.#snapshot, [[path, text]]))
    }
  }

  /** Git, with which bumps are committed. Throws a `Failure` without trust. */
  get git(): Git {
    if (this.#ports.git) return this.#ports.git
    throw failure('E_NOT_TRUSTED', 'nothing is committed in a workspace that is not trusted')
  }

  /** Starts every lookup that is wanted. Each that ends asks again for who wanted it, the last one for the whole scope. */
  #ask(all: Iterable<PolicyRef> = this.#scope()): void {
    for (const [id, { lookup, refs }] of wantedLookups(this.#snapshot, all, this.#stale)) {
      if (lookup.kind !== 'selection' && this.#ports.registry === undefined) continue
      if (this.#pending.has(id)) continue
      const ending = new AbortController()
      this.#pending.set(id, ending)
      this.#look(lookup, ending.signal)
        .finally(() => {
          // In this very step: of those that end together only the last finds none left.
          if (this.#pending.get(id) === ending) this.#pending.delete(id)
          if (!ending.signal.aborted) this.#ask(refs)
          if (this.#pending.size === 0) this.#ask()
        })
        .then(
          () => this.#pending.size === 0 && this.#end(({ resolve }) => resolve()),
          // Whoever settles hears of it; nobody may be settling.
          error => this.#end(({ reject }) => reject(error)),
        )
    }
  }

  #end(how: (settled: Deferred) => void): void {
    if (this.#settled) how(this.#settled)
    this.#settled = undefined
  }

  async #look(lookup: Lookup, signal: AbortSignal): Promise<void> {
    if (lookup.kind === 'selection') {
      const { select = selectionOf } = this.#ports
      const selection = await select(lookup.request)
      const entry = { tags: lookup.request.tags, selection }
      return this.#update(withAnswers(this.#snapshot, { selections: [[lookup.key, entry]] }))
    }
    const { registry, listAge = 0 } = this.#ports
    if (registry === undefined) return
    if (lookup.kind === 'tags') {
      const maxAge = this.#stale.get(lookup.key) ?? listAge
      const options = { maxAge, allowStale: listAge > 0 }
      const listed = await this.#answer(registry.tags(lookup.source, signal, options))
      // A list is as old as the registry's answer, not as ours.
      const answer = 'value' in listed ? { ...listed, at: listed.value.listedAt ?? listed.at } : listed
      if (signal.aborted) return
      this.#stale.delete(lookup.key)
      this.#update(withAnswers(this.#snapshot, { scans: [[lookup.key, answer]] }))
    } else {
      const answer = await this.#answer(registry.digest(lookup.source, lookup.tag, signal))
      if (!signal.aborted) this.#update(withAnswers(this.#snapshot, { digests: [[lookup.key, answer]] }))
    }
  }

  /** The one place where a port's rejection becomes a fact. */
  #answer<T>(question: Promise<T>): Promise<Answer<T>> {
    const at = () => this.#ports.clock.now()
    return question.then(
      value => ({ at: at(), value }),
      error => ({ at: at(), failure: failureOf(error) }),
    )
  }

  #update(snapshot: Snapshot): void {
    this.#snapshot = snapshot
    this.#onChange()
  }
}
