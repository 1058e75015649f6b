import { isAlerted } from '../../../flux/automation/alerted.ts'
import { automationKind, policyKind, repositoryKind } from '../../../flux/resources/kinds.ts'
import type { Snapshot } from '../../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import type { Fix } from '../../answers.ts'
import type { Check } from '../../check.ts'

/** An automation whose commits and failures nobody hears of. */
export const iuaNoAlert: Check = {
  codes: [
    {
      code: 'iua-no-alert',
      severity: 'hint',
      default: 'strict',
      flux: 'An automation that commits, fails or is stalled says so in its status and in events. Without an Alert that takes them nobody is notified. One of `eventSeverity: error` takes no commits.',
    },
  ],
  *findings({ file, snapshot, placedAutomations }) {
    for (const { automation, variants } of placedAutomations) {
      const { name } = automation
      const source = variants.find(
        ({ namespace }) => !isAlerted(snapshot, { kind: automationKind, name, namespace }, 'all'),
      )
      if (source === undefined) continue
      yield {
        span: automation.span,
        message:
          'No Alert of this workspace takes the events of this automation. Add one for ImageUpdateAutomation.',
        fixes: () => [scaffold(file, snapshot, source.namespace, [automationKind], 'info')],
      }
    }
  },
}

/** Policies that stop working in silence. */
export const policyNoAlert: Check = {
  codes: [
    {
      code: 'policy-no-alert',
      severity: 'hint',
      default: 'strict',
      flux: 'A scan that fails, a policy that selects nothing and an automation that cannot push say so in events of severity error. Nothing else does: the cluster keeps running what it has. An Alert for the three kinds tells somebody.',
    },
  ],
  *findings({ file, snapshot, placedPolicies }) {
    for (const { policy, variants } of placedPolicies) {
      const namespaces = new Set(variants.flatMap(({ namespace }) => namespace ?? []))
      for (const namespace of namespaces) {
        const names: readonly (readonly [kind: string, name?: string | undefined])[] = [
          [repositoryKind, policy.repositoryRef?.name],
          [policyKind, policy.name],
          [automationKind],
        ]
        const missing = names.filter(
          ([kind, name]) =>
            !isAlerted(snapshot, { kind, namespace, ...(name === undefined ? {} : { name }) }, 'errors'),
        )
        if (missing.length === 0) continue
        const kinds = missing.map(([kind]) => kind)
        yield {
          span: policy.span,
          cause: namespace,
          message: `No Alert of this workspace takes the failures of ${kinds.join(', ')} in ${namespace}: where one is stuck nobody is told.`,
          fixes: () => [scaffold(file, snapshot, namespace, kinds, 'error')],
        }
      }
    }
  },
}

/** An Alert behind the file's last document, for the Provider of the namespace, or with one to fill in. */
function scaffold(
  { path, text }: SourceFile,
  snapshot: Snapshot,
  namespace: string | undefined,
  kinds: readonly string[],
  severity: 'info' | 'error',
): Fix {
  const known = snapshot.index.fluxObjects.find(
    ({ object }) => object.kind === 'Provider' && (object.namespace ?? namespace) === namespace,
  )
  const inNamespace = namespace === undefined ? [] : [`  namespace: ${namespace}`]
  const provider = [
    '---',
    'apiVersion: notification.toolkit.fluxcd.io/v1beta3',
    'kind: Provider',
    'metadata:',
    '  name: slack',
    ...inNamespace,
    'spec:',
    '  type: slack',
    '  channel: image-updates',
    '  secretRef:',
    '    name: slack-webhook',
  ]
  const lines = [
    ...(known ? [] : provider),
    '---',
    'apiVersion: notification.toolkit.fluxcd.io/v1beta3',
    'kind: Alert',
    'metadata:',
    `  name: ${severity === 'error' ? 'image-failures' : 'image-updates'}`,
    ...inNamespace,
    'spec:',
    '  providerRef:',
    `    name: ${known?.object.name ?? 'slack'}`,
    `  eventSeverity: ${severity}`,
    '  eventSources:',
    ...kinds.flatMap(kind => [`    - kind: ${kind}`, "      name: '*'"]),
  ]
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  const start = text === '' || text.endsWith('\n') ? '' : eol
  const newText = `${start}${lines.join(eol)}${eol}`
  const edits = [{ path, span: [text.length, text.length] as const, oldText: '', newText }]
  return { title: `Add an Alert${known ? '' : ' and a Provider to fill in'}`, edits, isGuess: true }
}
