import { cloudHosts, registryOf } from '../../flux/resources/cloud-registries.ts'
import { keySpan, repositoriesIn } from '../../flux/resources/spec-field.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../flux/workspace/source-file.ts'
import { field, type Mapping, type Node, textAt } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'
import type { Action } from '../answers.ts'
import { visible } from '../texts/words.ts'

/**
 * A Secret to fill in, on offer at a `secretRef` whose Secret no file of the workspace has, while others are there:
 * behind the object, of the type and with the keys that Flux reads (docs/flux.md §2.4), and without a value.
 */
export function secretActions(snapshot: Snapshot, path: string, span: Span): readonly Action[] {
  const file = snapshot.files.get(path)
  if (file === undefined || !/\.ya?ml$/.test(path)) return []
  const owner = ownersIn(file).find(({ node }) => isTouched(field(node, 'spec'), span))
  const name = textAt(owner?.node, 'spec', 'secretRef', 'name')
  if (owner === undefined || name === undefined || !/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(name)) return []
  // In a List there is no room for another document.
  if (!file.facts.documents.some(({ root }) => root === owner.node)) return []
  const namespace = textAt(owner.node, 'metadata', 'namespace')
  const secrets = [...snapshot.files.values()].flatMap(namesOfSecrets)
  const isThere = secrets.some(
    one =>
      one.name === name &&
      (one.namespace === undefined || namespace === undefined || one.namespace === namespace),
  )
  if (isThere || secrets.length === 0) return []
  const eol = file.text.includes('\r\n') ? '\r\n' : '\n'
  const end = file.text.length
  const text = [
    ...(file.text.endsWith('\n') ? [] : ['']),
    '---',
    `# Placeholders. Fill them in, and encrypt this Secret before you commit it.`,
    'apiVersion: v1',
    'kind: Secret',
    'metadata:',
    `  name: ${name}`,
    ...(namespace === undefined ? [] : [`  namespace: ${namespace}`]),
    ...owner.content,
    '',
  ]
  return [
    {
      title: `Add a Secret ${visible(name)} to fill in`,
      kind: 'quickfix',
      edits: [{ path, span: [end, end], oldText: '', newText: text.join(eol) }],
    },
  ]
}

interface Owner {
  readonly node: Mapping
  /** The lines of its Secret from `type` on. */
  readonly content: readonly string[]
}

function ownersIn(file: SourceFile): readonly Owner[] {
  const repositories = repositoriesIn(file).flatMap((repository): readonly Owner[] => {
    const host = registryOf(repository)
    if (host === undefined || cloudHosts[repository.provider] !== undefined) return []
    return [{ node: repository.node, content: registryLogin(host) }]
  })
  const sources = file.facts.fluxObjects.flatMap(({ kind, node }): readonly Owner[] => {
    const [scheme] = /^(?:https?|ssh)(?=:\/\/)/.exec(textAt(node, 'spec', 'url') ?? '') ?? []
    const isGeneric = (textAt(node, 'spec', 'provider') ?? 'generic') === 'generic'
    if (kind !== 'GitRepository' || scheme === undefined || !isGeneric) return []
    return [{ node, content: scheme === 'ssh' ? keys : login }]
  })
  return [...repositories, ...sources]
}

const placeholder = 'REPLACE-ME'

function registryLogin(host: string): readonly string[] {
  const name = host === 'index.docker.io' ? 'https://index.docker.io/v1/' : host
  const auths = { auths: { [name]: { username: placeholder, password: placeholder } } }
  return [
    'type: kubernetes.io/dockerconfigjson',
    'stringData:',
    '  .dockerconfigjson: |',
    `    ${JSON.stringify(auths)}`,
  ]
}

const login: readonly string[] = [
  'type: Opaque',
  'stringData:',
  `  username: ${placeholder}`,
  `  password: ${placeholder}`,
]

const keys: readonly string[] = [
  'type: Opaque',
  'stringData:',
  `  identity: ${placeholder}`,
  `  known_hosts: ${placeholder}`,
]

/** Whether a selection touches the `secretRef` of a `spec`. */
function isTouched(spec: Node | undefined, [start, end]: Span): boolean {
  const key = keySpan(spec, 'secretRef')
  const last = field(spec, 'secretRef')?.span[1] ?? 0
  return key !== undefined && start <= Math.max(key[1], last) && key[0] <= end
}

/** The Secrets that a file has or has made: of the cluster's own kind, sealed, external, generated. */
function namesOfSecrets({
  text,
  facts,
}: SourceFile): readonly { readonly name: string; readonly namespace: string | undefined }[] {
  if (!/Secret\b|secretGenerator/.test(text)) return []
  return facts.documents.flatMap(({ root }) => {
    const namespace = textAt(root, 'metadata', 'namespace')
    const generators = field(root, 'secretGenerator')
    const generated = generators?.kind === 'sequence' ? generators.items.map(one => textAt(one, 'name')) : []
    const made = /Secret$/.test(textAt(root, 'kind') ?? '')
      ? [
          textAt(root, 'metadata', 'name'),
          textAt(root, 'spec', 'target', 'name'),
          textAt(root, 'spec', 'template', 'metadata', 'name'),
        ]
      : []
    return [...generated, ...made].flatMap(name => (name === undefined ? [] : [{ name, namespace }]))
  })
}
