import { isGenerated } from '../../flux/images/is-generated.ts'
import { isSigned } from '../../flux/markers/is-signed.ts'
import { type Snapshot, withFiles } from '../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../flux/workspace/source-file.ts'
import { contains, type Span } from '../../text/span.ts'
import type { Edit } from '../answers.ts'
import { edited } from '../fixes/edited.ts'
import { type NamespaceSite, namespaceSites } from './namespace-sites.ts'
import { rootsBeside } from './roots-beside.ts'

/** An edit of a renaming; with a doubt, a person decides whether it belongs to it. */
export interface RenameEdit extends Edit {
  readonly doubt?: string
}

/** The edits of a renaming, or why there is none, in a sentence. */
export type Renaming = { readonly edits: readonly RenameEdit[] } | { readonly refusal: string }

/** The namespace that is certainly named at an offset. */
export function namespaceAt(snapshot: Snapshot, path: string, offset: number): NamespaceSite | undefined {
  const file = snapshot.files.get(path)
  if (file === undefined || !/amespace|imagepolicy/.test(file.text)) return undefined
  return namespaceSites(file).find(
    ({ span, name, doubt }) => contains(span, offset) && doubt === undefined && isName(name),
  )
}

/**
 * Renames a namespace wherever the files name it, or nowhere: refused where a file cannot be changed by hand, and
 * where what the kustomizations give would not differ by the name alone. The snapshot holds every file with its name.
 */
export function renameNamespace(snapshot: Snapshot, name: string, newName: string): Renaming {
  const fault = nameFault(name, newName)
  if (fault !== undefined) return { refusal: fault }
  const edits: RenameEdit[] = []
  for (const file of snapshot.files.values()) {
    const { path, text } = file
    if (text.includes(newName) && certain(file).some(site => site.name === newName))
      return { refusal: `There is a namespace ${newName} already: ${path} names it.` }
    if (!text.includes(name)) continue
    const unreadable = templateFault(file, name)
    if (unreadable !== undefined) return { refusal: unreadable }
    const sites = namespaceSites(file).filter(site => site.name === name)
    const locked = sites.some(({ doubt }) => doubt === undefined) ? lockedFault(file, sites) : undefined
    if (locked !== undefined) return { refusal: `${path} names the namespace and ${locked}.` }
    edits.push(...sites.map(site => toEdit(path, site, newName)))
  }
  const sure = edits.filter(({ doubt }) => doubt === undefined)
  const after = withFiles(snapshot, edited(snapshot, sure))
  const difference = rootsBeside(snapshot, after, name, newName)
  return difference === undefined ? { edits } : { refusal: difference }
}

function toEdit(path: string, { span, name, doubt }: NamespaceSite, newText: string): RenameEdit {
  return { path, span, oldText: name, newText, ...(doubt === undefined ? {} : { doubt }) }
}

function certain(file: SourceFile): readonly NamespaceSite[] {
  return namespaceSites(file).filter(({ doubt }) => doubt === undefined)
}

/** An RFC 1123 label, as Kubernetes wants it. */
function isName(text: string): boolean {
  return text.length <= 63 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text)
}

function nameFault(name: string, newName: string): string | undefined {
  if (!isName(newName))
    return `${newName} is no name for a namespace: at most 63 lower-case letters, digits and - are allowed.`
  const own = [name, newName].find(one => /^(?:default|kube-.*)$/.test(one))
  return own === undefined ? undefined : `Kubernetes itself has the namespace ${own}.`
}

/** A file that no YAML parser reads, and that seems to name the namespace. */
function templateFault({ path, text, facts }: SourceFile, name: string): string | undefined {
  const isMention = new RegExp(`amespace["']?\\s*:\\s*["']?${name}(?![\\w.-])|"${name}:[a-z0-9]`).test(text)
  if (!isMention) return undefined
  if (/\{\{|<<[ -]/.test(text.replace(/^\s*(?:title|message|summary|messageTemplate)\w*:.*$/gm, '')))
    if (/(?:^|\/)templates\//.test(path) || facts.documents.some(({ errors }) => errors.length > 0))
      return `${path} is a template and names the namespace: what it gives cannot be told from the files.`
  return facts.documents.some(({ errors }) => errors.length > 0)
    ? `${path} is no YAML that can be read, and names the namespace: correct it first.`
    : undefined
}

/** Why what a file names cannot be changed in it by hand. */
function lockedFault(file: SourceFile, sites: readonly { readonly span: Span }[]): string | undefined {
  if (isGenerated(file)) return 'is generated: change what generates it'
  const signed = file.facts.documents.filter(({ root }) => isSigned(root))
  return signed.some(({ span }) => sites.some(site => contains(span, site.span[0])))
    ? 'is encrypted with SOPS, whose checksum covers the name: change it with sops'
    : undefined
}
