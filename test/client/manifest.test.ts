import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Command, commandTable } from '../../server/src/lsp/command-table.ts'
import { languageModelTools } from '../docs/tools.ts'

// Compiled tests run from build/test/client.
const root = join(import.meta.dirname, '../../..')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const groups: readonly {
  readonly title: string
  readonly order: number
  readonly properties: Record<string, Record<string, unknown>>
}[] = manifest.contributes.configuration
const settings = Object.assign({}, ...groups.map(({ properties }) => properties)) as Record<
  string,
  Record<string, unknown>
>

test('settings stand in groups with a title, each at a place of its own, and link only to settings that are there', () => {
  const titles = groups.map(({ title }) => title)
  assert.equal(new Set(titles).size, groups.length)
  assert.deepEqual(
    groups.map(({ order }) => order),
    groups.map((_, at) => at + 1),
  )
  for (const { title, properties } of groups)
    assert.deepEqual(
      Object.values(properties).map(({ order }) => order),
      Object.keys(properties).map((_, at) => at + 1),
      title,
    )
  for (const [name, { markdownDescription = '' }] of Object.entries(settings))
    for (const [, link = ''] of String(markdownDescription).matchAll(/#(fluxmark\.[\w.]+)#/g))
      assert.ok(link in settings && link !== name, `${name} links to ${link}`)
})

test('every setting has a default, a description and a scope', () => {
  for (const [name, setting] of Object.entries(settings)) {
    assert.match(name, /^fluxmark\./)
    assert('default' in setting, `${name} has no default`)
    assert(setting.markdownDescription ?? setting.description, `${name} has no description`)
    assert(setting.scope, `${name} has no scope`)
  }
})

test('a repository cannot set what names a host, or switches requests on', () => {
  const ofTheMachine = ['fluxmark.network.enabled', 'fluxmark.registries', 'fluxmark.cluster.context']
  for (const name of ofTheMachine) assert.equal(settings[name]?.scope, 'machine', name)
  assert.deepEqual(
    ofTheMachine.filter(
      name => !manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.includes(name),
    ),
    [],
  )
})

test('every command says what it does, under one category', () => {
  for (const command of manifest.contributes.commands) {
    assert.match(command.command, /^fluxmark\.[a-zA-Z]+$/)
    assert.equal(command.category, 'Fluxmark')
    assert.notEqual(command.title, '')
  }
})

test('the commands shown are those of the table, with their titles and conditions', () => {
  const table: readonly Command[] = commandTable
  const { commands, menus } = manifest.contributes
  assert.deepEqual(
    commands.map(({ command, title, enablement }: Record<string, string>) => [command, title, enablement]),
    table.flatMap(({ name, title, when }) => (title === undefined ? [] : [[name, title, when]])),
  )
  assert.deepEqual(
    menus.commandPalette.map(({ command, when }: Record<string, string>) => [command, when]),
    table.flatMap(({ name, title, when }) => (title && when ? [[name, when]] : [])),
  )
  assert.equal(new Set(table.map(({ name }) => name)).size, table.length)
})

test('every command that the client names is in the table', () => {
  const names: readonly string[] = commandTable.map(({ name }) => name)
  const sources = readdirSync(join(root, 'client/src'), { recursive: true, encoding: 'utf8' })
  const named = sources
    .filter(name => name.endsWith('.ts'))
    .flatMap(
      name => readFileSync(join(root, 'client/src', name), 'utf8').match(/'fluxmark\.[a-zA-Z]+'/g) ?? [],
    )
    .map(name => name.slice(1, -1))
  // Contexts of `setContext`, and a group of settings.
  const others = [
    ...['fluxmark.running', 'fluxmark.hasCommit', 'fluxmark.network', 'fluxmark.found'],
    ...['fluxmark.updatesView', 'fluxmark.hasChecked', 'fluxmark.isWaiting', 'fluxmark.isLive'],
  ]
  assert.deepEqual(
    named.filter(name => !names.includes(name) && !others.includes(name)),
    [],
  )
})

test('a row of the Updates view has in its menu what one may want to know and do about it', () => {
  const entries: readonly { command: string; when: string; group: string }[] =
    manifest.contributes.menus['view/item/context']
  const menu = (row: string) =>
    entries
      .filter(({ group }) => !group.startsWith('inline'))
      .filter(({ when }) => new RegExp(/viewItem =~ \/(.*)\/$/.exec(when)?.[1] ?? '(?!)').test(row))
      .map(({ command }) => command.replace('fluxmark.', ''))
  for (const wanted of ['explain', 'playground', 'update', 'openManifest', 'holdImage'])
    for (const row of ['policy outdated updatable', 'value outdated updatable'])
      assert.ok(menu(row).includes(wanted), `${wanted} of ${row}: ${menu(row)}`)
  assert.ok(menu('value outdated updatable').includes('pickTag'))
  for (const wanted of ['simulate', 'freezeAutomation', 'openManifest'])
    assert.ok(menu('automation outdated').includes(wanted), wanted)
  assert.ok(menu('candidate ').includes('onboard'))
})

test('every command of the table is in the settings page, the server’s with its argument', () => {
  const page = readFileSync(join(root, 'docs/settings.md'), 'utf8')
  const table: readonly Command[] = commandTable
  for (const { name, title, handler, argument } of table) {
    if (title !== undefined) assert(page.includes(`| \`${name}\` |`), name)
    if (handler === 'server') assert(page.includes(`| \`${name}\` | ${argumentText(argument ?? '')} |`), name)
  }
})

/** `{a} or {b}` as `` `{a}` or `{b}` ``. */
function argumentText(argument: string): string {
  return argument.replaceAll(/\{[^}]*\}|(?<=as )\w+/g, '`$&`')
}

test('the editor’s tools are those of the server for assistants (node test/docs/tools.mjs)', () => {
  assert.deepEqual(manifest.contributes.languageModelTools, JSON.parse(JSON.stringify(languageModelTools())))
})

test('restricted mode and virtual workspaces are declared, with what is missing there', () => {
  for (const capability of Object.values<{ supported: string; description: string }>(manifest.capabilities)) {
    assert.equal(capability.supported, 'limited')
    assert.notEqual(capability.description, '')
  }
})

test('the icon is there and small', () => {
  assert(statSync(join(root, manifest.icon)).size < 20_000)
})
