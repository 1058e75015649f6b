import type { MarkedValue } from '../../flux/markers/marked-value.ts'
import { canonicalImage } from '../../flux/resources/image.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import { isGoError } from '../../go/go-error.ts'
import { parseVersion } from '../../go/semver/version.ts'
import type { Fix } from '../answers.ts'
import { ownFile } from './own-file.ts'

/**
 * The ImagePolicy that a marker asks for, with its ImageRepository where there is none: beside another policy of
 * the namespace, for the image that the value names, from its version on. Undefined where the value tells no
 * version, or nothing stands in that namespace yet.
 */
export function createPolicy(snapshot: Snapshot, { marker, setter }: MarkedValue): Fix | undefined {
  const { namespace, name } = setter.policy
  const [, image = '', tag = ''] = /^([^\s@]+):([\w][\w.-]*)$/.exec(marker.value.scalar.text) ?? []
  const canonical = canonicalImage(image)
  if (setter.part !== 'image' || isGoError(parseVersion(tag)) || typeof canonical !== 'string')
    return undefined
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name)) return undefined
  const beside = [...snapshot.index.policies.values()]
    .flat()
    .find(
      one => one.namespace === namespace && one.resource.namespace === namespace && ownFile(snapshot, one),
    )
  const file = beside && ownFile(snapshot, beside)
  if (beside === undefined || file === undefined || !/\.ya?ml$/.test(file.path)) return undefined
  // In a List there is no room for another document.
  if (!file.facts.documents.some(({ root }) => root === beside.resource.node)) return undefined
  const { apiVersion } = beside.resource
  const repository = [...snapshot.index.repositories.values()]
    .flat()
    .find(one => one.namespace === namespace && canonicalImage(one.resource.image?.value ?? '') === canonical)
  const metadata = `metadata:\n  name: ${name}\n  namespace: ${namespace}\n`
  const added = [
    ...(repository
      ? []
      : [
          `apiVersion: ${apiVersion}\nkind: ImageRepository\n${metadata}spec:\n  image: ${image}\n  interval: 5m\n`,
        ]),
    `apiVersion: ${apiVersion}\nkind: ImagePolicy\n${metadata}spec:\n  imageRepositoryRef:\n    name: ${repository?.resource.name ?? name}\n  policy:\n    semver:\n      range: '>=${tag}'\n`,
  ]
  const end = file.text.length
  const newline = file.text.endsWith('\n') ? '' : '\n'
  const newText = `${newline}${added.map(one => `---\n${one}`).join('')}`
  return {
    title: `Create ImagePolicy ${name} in ${file.path}`,
    edits: [{ path: file.path, span: [end, end], oldText: '', newText }],
  }
}
