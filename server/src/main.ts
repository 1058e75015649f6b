import { stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { isMainThread, type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { editorTools, serveAssistants } from './assistants.ts'
import { printable } from './cli/printed.ts'
import { runCli } from './cli/run.ts'
import type { RepositoryOptions, World } from './cli/world.ts'
import type { Forge } from './flux/commit/forge.ts'
import { pathGlobs } from './flux/project/path-globs.ts'
import type { Rules } from './flux/workspace/source-file.ts'
import { editorSecretSource } from './io/credentials/editor-secrets.ts'
import { asOnDisk } from './io/files/as-on-disk.ts'
import { currentFolder } from './io/files/current-folder.ts'
import { diskFailure } from './io/files/disk-failure.ts'
import { createFiles } from './io/files/files.ts'
import { openKeptRuns } from './io/files/kept-runs.ts'
import { readNamed } from './io/files/named-file.ts'
import { cacheFolder, gitHome } from './io/files/user-folders.ts'
import { editorTokens } from './io/forge/editor-tokens.ts'
import { environmentForges } from './io/forge/environment-forges.ts'
import { createForgeClient } from './io/forge/forge-client.ts'
import type { GitOptions } from './io/git/config/git-options.ts'
import { createGit } from './io/git/create-git.ts'
import { createClusterReader } from './io/kubectl/cluster-reader.ts'
import { createReconciler } from './io/kubectl/reconciler.ts'
import { createEditorTransport } from './io/network/editor-transport.ts'
import { createSharedLimits } from './io/registry/contact/exchange.ts'
import type { RegistryClient } from './io/registry/registry.ts'
import { createRegistryClient, type RegistryClientOptions } from './io/registry/registry-client.ts'
import { confirm } from './io/terminal/confirm.ts'
import { withListingProgress } from './io/terminal/listing-progress.ts'
import { withRequestLog } from './io/terminal/request-log.ts'
import { terminalLook } from './io/terminal/terminal-look.ts'
import { terminalProgress } from './io/terminal/terminal-progress.ts'
import { createSelect } from './io/threads/selection-thread.ts'
import { toldRegistry } from './lsp/features/told-registry.ts'
import { rulesOf } from './lsp/settings.ts'
import { pathOf } from './lsp/uris.ts'
import type { Client, ClusterAccess, OpenWorkspace } from './lsp/world.ts'
import type { Clock, Git } from './ports.ts'
import { type CoreStart, idsPerCore } from './relay/message.ts'
import { Session } from './session.ts'

/** The only file that knows both the world and the doors. */

const clock: Clock = { now: () => Date.now() }
const select = createSelect()
const sharedLimits = createSharedLimits()
const environment = { variables: process.env, home: gitHome(process.env, homedir()) }

function git(trusted: boolean, engine: GitOptions['engine'] = () => 'auto'): Git {
  return createGit({ trusted: () => trusted, engine, environment, clock })
}

/** The root of the repository that holds a path, or its folder, and whether it is Git's. */
async function rootOf(path: string): Promise<{ readonly root: string; readonly isGit: boolean }> {
  const folder = (await isFolder(path)) ? path : dirname(path)
  const root = await git(false).root(folder)
  if (root !== undefined) return { root, isGit: true }
  const cwd = currentFolder()
  const isBelow = cwd !== undefined && folder.startsWith(`${cwd}${sep}`)
  return { root: isBelow && folder !== path ? cwd : folder, isGit: false }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    entry => entry.isDirectory(),
    () => false,
  )
}

function registry(outside: string, options: Omit<RegistryClientOptions, 'env' | 'home' | 'outside'>) {
  return createRegistryClient({
    env: process.env,
    home: homedir(),
    outside: [outside],
    sharedLimits,
    ...options,
  })
}

const openWorkspace: OpenWorkspace = async (folder, consent, client, settings, onChange) => {
  const { exclude, registries: hosts, proxy, maxAge } = settings()
  const { root, isGit: isRepository } = await rootOf(folder)
  const within = relative(root, folder).split(sep).join('/')
  const isExcluded = pathGlobs(exclude.map(glob => (within === '' ? glob : `${within}/${glob}`)))
  const leftOut = leftOutPaths()
  const files = createFiles({
    root,
    within,
    isExcluded: path => leftOut.has(join(root, path)) || isExcluded(path),
  })
  const { trusted, allowedHosts, ask, askForge } = consent
  const isOnline = () => trusted && settings().networkEnabled
  const registries = trusted
    ? editorRegistry(root, client, {
        isOnline,
        allowedHosts,
        ask,
        settings: hosts,
        cacheFolder: cacheFolder(process.env, homedir(), 'tags'),
        proxy,
        ...(proxy.systemCertificates === undefined ? {} : { systemCertificates: proxy.systemCertificates }),
      })
    : undefined
  const { http, secret } = client
  const pullRequests = createForgeClient({
    env: process.env,
    home: homedir(),
    isOnline,
    allows: askForge,
    forges: () => settings().forges,
    ...(secret && { tokens: [editorTokens(secret)] }),
    settings: hosts,
    proxy,
    ...(proxy.systemCertificates === undefined ? {} : { systemCertificates: proxy.systemCertificates }),
    ...(http && { editor: createEditorTransport(http) }),
  })
  const session = new Session(
    {
      files,
      clock,
      select,
      listAge: maxAge,
      ...(registries && { registry: registries }),
      ...(trusted ? { git: git(true, () => settings().gitEngine) } : {}),
    },
    rulesOf(settings()),
    onChange,
  )
  const close = async () => {
    session.cancel()
    await registries?.close()
  }
  return { folder, root, isRepository, session, ...(trusted ? { pullRequests, cluster } : {}), close }
}

function cluster(outside: readonly string[]): ClusterAccess {
  const options = { env: process.env, home: homedir(), cwd: currentFolder() ?? homedir(), outside, clock }
  return { reader: createClusterReader(options), reconciler: createReconciler(options) }
}

/** Files that an earlier thread was stuck on (`relay/relay.ts`), absolute. */
function leftOutPaths(): ReadonlySet<string> {
  const { leftOut = [] } = (workerData ?? {}) as Partial<CoreStart>
  return new Set(leftOut.flatMap(uri => pathOf(uri) ?? []))
}

/** The registry client with what the editor does for it: its secret storage, its fetch, its progress. */
function editorRegistry(
  outside: string,
  { http, secret, progress, tell }: Client,
  options: Omit<RegistryClientOptions, 'env' | 'home' | 'outside'>,
): RegistryClient {
  const client = registry(outside, {
    ...options,
    ...(secret && { logins: [editorSecretSource(secret)] }),
    ...(http && { editor: createEditorTransport(http) }),
  })
  const told = tell ? toldRegistry(client, tell, Date.now) : client
  return progress ? withListingProgress(told, 2000, cancel => progress('Listing tags', cancel)) : told
}

async function openRepository(options: RepositoryOptions) {
  const { root, isGit } = await rootOf(options.at)
  const { forges, around = ports => ports } = options
  const ports = around({
    files: createFiles({ root }),
    clock,
    select,
    ...(options.offline ? {} : { registry: commandLineRegistry(root, options) }),
    git: git(true),
  })
  const session = new Session(ports, commandLineRules(options))
  return { root, isGit, session, ...(forges && { pullRequests: commandLineForges(forges) }) }
}

/** Who names `--pull-request` has agreed that the forge which the push goes to is asked, with the token that is for it. */
function commandLineForges(forges: Readonly<Record<string, Forge>>) {
  return createForgeClient({
    env: process.env,
    home: homedir(),
    isOnline: () => true,
    allows: async () => true,
    forges: () => forges,
  })
}

const atCommit: World['atCommit'] = async (root, commit, options, use) => {
  const oid = await git(true).resolve(root, commit)
  const registry = options.offline ? {} : { registry: commandLineRegistry(root, options) }
  return git(true).at(root, oid, files =>
    use(new Session({ files, clock, select, ...registry }, commandLineRules(options))),
  )
}

function commandLineRules({ fluxVersion, defaultPolicyNamespace, profile }: RepositoryOptions): Rules {
  return {
    fluxVersion,
    ...(defaultPolicyNamespace ? { defaultPolicyNamespace } : {}),
    ...(profile ? { profile } : {}),
  }
}

function commandLineRegistry(
  outside: string,
  {
    allowedHosts,
    insecureHosts,
    verbose,
    progress: told,
  }: Pick<RepositoryOptions, 'allowedHosts' | 'insecureHosts' | 'verbose' | 'progress'>,
) {
  const plain = registry(outside, { isOnline: () => true, allowedHosts, insecureHosts })
  const write = (line: string) => process.stderr.write(printable(`fluxmark: ${line}\n`))
  const client = verbose ? withRequestLog(plain, { write, now: clock.now }) : plain
  return withListingProgress(client, 1000, () => told ?? progress('listing tags: '))
}

function progress(what: string) {
  const columns = process.stderr.isTTY ? process.stderr.columns : undefined
  return terminalProgress({ write: text => process.stderr.write(text), columns, now: clock.now }, what)
}

function commandLine(cwd: string): World {
  return {
    cwd,
    openRepository,
    atCommit,
    openRegistry: options => (options.offline ? undefined : commandLineRegistry(cwd, options)),
    clusterReader: root =>
      createClusterReader({ env: process.env, home: homedir(), cwd, outside: [root], clock }),
    forges: environmentForges(process.env),
    asOnDisk,
    exists: path =>
      stat(path).then(
        () => true,
        () => false,
      ),
    readText: readNamed,
    writeText: (path, text) =>
      writeFile(path, text).catch(error => {
        throw diskFailure(error, { code: 'E_WRITE', what: path }) ?? error
      }),
    keptRuns: async at => openKeptRuns({ ...environment, root: (await rootOf(at)).root, now: clock.now }),
    serveMcp: options => serveAssistants(options, program(cwd)),
    now: clock.now,
    out: text => process.stdout.write(text),
    err: text => process.stderr.write(text),
    isTerminal: process.stdout.isTTY === true,
    ...terminalLook(process.stdout, process.env),
    progress: progress(''),
    ...(process.stdin.isTTY && process.stderr.isTTY ? { confirm } : {}),
  }
}

function program(cwd: string) {
  return { world: commandLine(cwd), repositoryOf: async (path: string) => (await rootOf(path)).root }
}

async function main(argv: readonly string[]): Promise<void> {
  process.stdout.on('error', unheard)
  const cwd = currentFolder()
  if (cwd !== undefined) process.exitCode = await runCli(argv, commandLine(asOnDisk(cwd)))
  else {
    process.stderr.write(
      'fluxmark: the current folder is no longer there. Change to another one, and run it again. (E_READ)\n',
    )
    process.exitCode = 3
  }
}

/** The answer cannot be written: the disk of its file is full, or whoever reads it has enough, which needs no words. */
function unheard(error: Error): void {
  const failure = diskFailure(error, { code: 'E_WRITE', what: 'The answer' })
  const isEnough = 'code' in error && error.code === 'EPIPE'
  if (!isEnough) process.stderr.write(printable(`fluxmark: ${failure?.message ?? error.message} (E_WRITE)\n`))
  process.exit(3)
}

/** The language server, in a thread that a relay speaks for (`relay/relay.ts`). */
async function serveRelay(port: MessagePort, { generation }: CoreStart): Promise<void> {
  const [{ createConnection, ProposedFeatures }, { serve }, { portTransport }] = await Promise.all([
    import('vscode-languageserver/node'),
    import('./lsp/server.ts'),
    import('./lsp/port-transport.ts'),
  ])
  const { reader, writer } = portTransport(port, generation * idsPerCore)
  serve(
    createConnection(ProposedFeatures.all, reader, writer),
    openWorkspace,
    editorTools(program(currentFolder() ?? homedir())),
    clock.now,
  )
}

// The bundle is also the entry of the threads that io/ starts; those only answer questions.
if (isMainThread) await main(process.argv.slice(2))
else if (workerData?.role === 'lsp' && parentPort !== null) await serveRelay(parentPort, workerData)
