/** One command. The server's take one object, its shape is in `argument`. */
export interface Command {
  readonly name: string
  /** Who carries it out. */
  readonly handler: 'server' | 'client'
  /** As in the command palette; a command without one is for other programs. */
  readonly title?: string
  /** When it is offered and enabled; always, where absent. */
  readonly when?: string
  readonly argument?: string
}

/**
 * Every command there is: the server announces and runs those that are its own, the client registers the others, and
 * package.json shows those that have a title.
 */
export const commandTable = [
  {
    name: 'fluxmark.update',
    handler: 'server',
    title: 'Update Image Tags…',
    when: 'fluxmark.running',
    argument: '{policy?, uri?, line?}',
  },
  {
    name: 'fluxmark.updateAndCommit',
    handler: 'server',
    title: 'Update and Commit…',
    when: 'fluxmark.running && isWorkspaceTrusted && !virtualWorkspace',
    argument: '{policy?, uri?, line?, branch?, message?}',
  },
  {
    name: 'fluxmark.promote',
    handler: 'server',
    title: 'Promote…',
    when: 'fluxmark.running && isWorkspaceTrusted',
    argument: '{from, to, policy?, image?, commit?, branch?, message?, changes?}',
  },
  {
    name: 'fluxmark.environments',
    handler: 'server',
    title: 'Show the Versions of All Environments',
    when: 'fluxmark.running',
    argument: '{}',
  },
  {
    name: 'fluxmark.onboard',
    handler: 'server',
    title: 'Automate an Image…',
    when: 'fluxmark.running',
    argument: '{uri, line}, {image} or {policy}',
  },
  { name: 'fluxmark.holdImage', handler: 'client', title: 'Hold Image…', when: 'fluxmark.running' },
  { name: 'fluxmark.releaseImage', handler: 'client', title: 'Release Image…', when: 'fluxmark.running' },
  {
    name: 'fluxmark.freezeAutomation',
    handler: 'client',
    title: 'Freeze Automation…',
    when: 'fluxmark.running',
  },
  {
    name: 'fluxmark.releaseAutomation',
    handler: 'client',
    title: 'Release Automation…',
    when: 'fluxmark.running',
  },
  {
    name: 'fluxmark.undoLastCommit',
    handler: 'client',
    title: 'Undo the Last Bump Commit',
    when: 'fluxmark.running && fluxmark.hasCommit',
  },
  {
    name: 'fluxmark.pushLastCommit',
    handler: 'client',
    title: 'Push the Last Bump Commit',
    when: 'fluxmark.running && fluxmark.hasCommit',
  },
  {
    name: 'fluxmark.openPullRequest',
    handler: 'client',
    title: 'Open a Pull Request of the Last Bump Commit',
    when: 'fluxmark.running && fluxmark.hasCommit',
  },
  {
    name: 'fluxmark.refresh',
    handler: 'server',
    title: 'Refresh Tags',
    when: 'fluxmark.running && isWorkspaceTrusted',
    argument: '{}',
  },
  {
    name: 'fluxmark.explain',
    handler: 'server',
    title: 'Explain This Line',
    when: 'fluxmark.running && editorIsOpen',
    argument: '{uri, line} or {policy}',
  },
  {
    name: 'fluxmark.playground',
    handler: 'server',
    title: 'Open the Policy Playground',
    when: 'fluxmark.running && editorIsOpen',
    argument: '{policy}, {repository} or {uri, line}',
  },
  {
    name: 'fluxmark.simulate',
    handler: 'server',
    title: 'Simulate an Automation…',
    when: 'fluxmark.running',
    argument: '{automation}',
  },
  {
    name: 'fluxmark.pickTag',
    handler: 'server',
    title: 'Pick a Tag…',
    when: 'fluxmark.running',
    argument: '{uri, line, tag?}',
  },
  {
    name: 'fluxmark.toggleChecked',
    handler: 'client',
    title: 'Check or Uncheck',
    when: 'fluxmark.running',
  },
  {
    name: 'fluxmark.updateChecked',
    handler: 'client',
    title: 'Update Checked',
    when: 'fluxmark.running && fluxmark.hasChecked',
  },
  {
    name: 'fluxmark.commitChecked',
    handler: 'client',
    title: 'Commit Checked…',
    when: 'fluxmark.running && fluxmark.hasChecked && isWorkspaceTrusted && !virtualWorkspace',
  },
  {
    name: 'fluxmark.openManifest',
    handler: 'client',
    title: 'Open the Manifest',
    when: 'fluxmark.running',
  },
  {
    name: 'fluxmark.allow',
    handler: 'client',
    title: 'Allow Registries…',
    when: 'fluxmark.running && fluxmark.isWaiting && isWorkspaceTrusted',
  },
  {
    name: 'fluxmark.groupByAutomation',
    handler: 'client',
    title: 'Group Updates by Automation',
    when: 'fluxmark.running',
  },
  {
    name: 'fluxmark.groupByEnvironment',
    handler: 'client',
    title: 'Group Updates by Environment',
    when: 'fluxmark.running',
  },
  {
    name: 'fluxmark.groupByImage',
    handler: 'client',
    title: 'Group Updates by Image',
    when: 'fluxmark.running',
  },
  {
    name: 'fluxmark.groupByState',
    handler: 'client',
    title: 'Group Updates by State',
    when: 'fluxmark.running',
  },
  {
    name: 'fluxmark.showLiveState',
    handler: 'client',
    title: 'Show Live State…',
    when: 'fluxmark.running && isWorkspaceTrusted',
  },
  {
    name: 'fluxmark.hideLiveState',
    handler: 'client',
    title: 'Hide Live State',
    when: 'fluxmark.running && fluxmark.isLive',
  },
  {
    name: 'fluxmark.reconcileNow',
    handler: 'client',
    title: 'Reconcile Now…',
    when: 'fluxmark.running && fluxmark.isLive',
  },
  {
    name: 'fluxmark.copyFluxCommand',
    handler: 'client',
    title: 'Copy Flux Command…',
    when: 'fluxmark.running && fluxmark.isLive',
  },
  { name: 'fluxmark.login', handler: 'client', title: 'Log In to a Registry…', when: 'isWorkspaceTrusted' },
  { name: 'fluxmark.logout', handler: 'client', title: 'Log Out of a Registry…' },
  {
    name: 'fluxmark.testRepository',
    handler: 'server',
    title: 'Test This Repository',
    when: 'fluxmark.running && isWorkspaceTrusted',
    argument: '{image} or {uri, line}',
  },
  {
    name: 'fluxmark.forgetHosts',
    handler: 'client',
    title: 'Forget the Registries and Clusters Allowed in This Workspace',
  },
  { name: 'fluxmark.restart', handler: 'client', title: 'Restart the Language Server' },
  { name: 'fluxmark.showOutput', handler: 'client', title: 'Show Output' },
  { name: 'fluxmark.reportIssue', handler: 'client', title: 'Report an Issue…' },
  { name: 'fluxmark.forgeToken', handler: 'client' },
  { name: 'fluxmark.tags', handler: 'server', argument: '{uri, line, tag?}' },
  {
    name: 'fluxmark.hold',
    handler: 'server',
    argument: '{policy, at?, by?, reason?} or {automation, reason?}',
  },
  { name: 'fluxmark.release', handler: 'server', argument: '{policy} or {automation}' },
  { name: 'fluxmark.holds', handler: 'server', argument: '{uri?, line?}' },
  { name: 'fluxmark.planOnboarding', handler: 'server', argument: 'as onboard' },
  { name: 'fluxmark.candidates', handler: 'server', argument: '{uri?, line?}' },
  { name: 'fluxmark.callTool', handler: 'server', argument: '{name, input, context?, server?, kubeconfig?}' },
  { name: 'fluxmark.updates', handler: 'server', argument: '{group?, ages?, within?}' },
  { name: 'fluxmark.clusters', handler: 'server', argument: '{kubeconfig?}' },
  { name: 'fluxmark.liveState', handler: 'server', argument: '{context, server, kubeconfig?, folders?}' },
  { name: 'fluxmark.endLiveState', handler: 'server', argument: '{}' },
  { name: 'fluxmark.reconcile', handler: 'server', argument: '{context, server, kubeconfig?, kind, name}' },
  { name: 'fluxmark.fluxCommands', handler: 'server', argument: '{context, kind, name}' },
  { name: 'fluxmark.allowHost', handler: 'server', argument: '{host}' },
  { name: 'fluxmark.repositories', handler: 'server', argument: '{uri?, line?}' },
  { name: 'fluxmark.planPromotion', handler: 'server', argument: 'as promote' },
  { name: 'fluxmark.planCommit', handler: 'server', argument: 'as updateAndCommit' },
  { name: 'fluxmark.showCommit', handler: 'server', argument: '{root, oid}' },
  {
    name: 'fluxmark.push',
    handler: 'server',
    argument: '{root, oid, branch, overwrite?, request?, base?, title?, body?}',
  },
  { name: 'fluxmark.commitState', handler: 'server', argument: '{root, oid, branch}' },
  { name: 'fluxmark.undoCommit', handler: 'server', argument: '{root, oid, branch}' },
  { name: 'fluxmark.revertCommit', handler: 'server', argument: '{root, oid, branch}' },
] as const

/** The commands that links in a hover run. */
export const hoverCommands: readonly string[] = [
  'fluxmark.update',
  'fluxmark.pickTag',
  'fluxmark.hold',
  'fluxmark.release',
  'fluxmark.explain',
  'fluxmark.playground',
]

type Entry = (typeof commandTable)[number]

/** Names of the commands that the server carries out. */
export type ServerCommand = Extract<Entry, { handler: 'server' }>['name']

/** Names of the commands that the client carries out. */
export type ClientCommand = Extract<Entry, { handler: 'client' }>['name']
