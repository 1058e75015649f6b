import assert from 'node:assert/strict'
import { createRequire } from 'node:module'

/** What is used of the XML parser, which is installed apart. */
interface Node {
  readonly nodeName: string
  readonly nodeType: number
  readonly textContent: string
  readonly childNodes: Iterable<Node>
  hasAttribute(name: string): boolean
  getAttribute(name: string): string | null
}

/** A file, a case and their children as the schema of Jenkins' xUnit plugin has them (junit-10.xsd), and what GitLab reads. */
const required: Readonly<Record<string, { attributes: readonly string[]; children: readonly string[] }>> = {
  testsuites: { attributes: ['name', 'tests', 'failures', 'errors'], children: ['testsuite'] },
  testsuite: {
    attributes: ['name', 'tests', 'failures', 'errors', 'skipped', 'time'],
    children: ['testcase'],
  },
  testcase: { attributes: ['name', 'classname', 'time'], children: ['failure', 'system-out'] },
  failure: { attributes: ['type', 'message'], children: [] },
  'system-out': { attributes: [], children: [] },
}

/** Fails where a report in JUnit's XML is not well-formed, lacks something, or counts what it does not hold. */
export function assertJunit(xml: string, name: string, tools: string): void {
  const { DOMParser, onWarningStopParsing } = createRequire(import.meta.url)(`${tools}/@xmldom/xmldom`)
  const document: { readonly documentElement: Node } = new DOMParser({
    onError: onWarningStopParsing,
  }).parseFromString(xml, 'text/xml')
  const root = document.documentElement
  assert.equal(root.nodeName, 'testsuites', name)
  assertElement(root, name)
  const suites = elements(root)
  assert.equal(Number(root.getAttribute('tests')), suites.flatMap(elements).length, name)
  for (const suite of [root, ...suites]) {
    const cases = suite === root ? suites.flatMap(elements) : elements(suite)
    const failed = cases.filter(one => elements(one)[0]?.nodeName === 'failure')
    assert.equal(Number(suite.getAttribute('tests')), cases.length, name)
    assert.equal(Number(suite.getAttribute('failures')), failed.length, name)
  }
}

function assertElement(element: Node, name: string): void {
  const rule = required[element.nodeName]
  assert.ok(rule, `${name}: <${element.nodeName}>`)
  for (const attribute of rule.attributes)
    assert.ok(element.hasAttribute(attribute), `${name}: <${element.nodeName}> has no ${attribute}`)
  const isEmpty = elements(element).length === 0
  if (element.nodeName === 'testcase') assert.equal(elements(element).length, 1, name)
  if (rule.children.length === 0) assert.ok(isEmpty && element.textContent.trim() !== '', name)
  for (const child of elements(element)) {
    assert.ok(rule.children.includes(child.nodeName), `${name}: <${child.nodeName}> in <${element.nodeName}>`)
    assertElement(child, name)
  }
}

function elements(of: Node): readonly Node[] {
  return [...of.childNodes].filter(({ nodeType }) => nodeType === 1)
}
