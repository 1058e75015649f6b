import type { Tool, Writing } from '../tool.ts'
import {
  automations,
  commitParameters,
  flag,
  oneOf,
  operand,
  paths,
  policies,
  text,
  texts,
} from './parameters.ts'
import { diagnostics, holdFields, onboardingFields, summary, updateFields } from './shapes.ts'

const dryRun: Writing = {
  dry: ['--dry-run'],
  wet: [],
  needs: ({ push }) => (push === true ? 'push' : 'write'),
  isDestructive: true,
}
const undone: Writing = { ...dryRun, isDestructive: false }

/** What writes: a preview and a token first. */
export const writingTools: readonly Tool[] = [
  {
    name: 'apply_fixes',
    title: 'Apply the certain fixes',
    description: 'Writes every fix of check that is certain. The preview is a diff.',
    verb: 'check',
    parameters: { paths, profile: oneOf(['recommended', 'strict'], 'strict turns the house rules on') },
    list: 'diagnostics',
    output: { diagnostics, summary },
    writes: { ...dryRun, dry: ['--fix', '--dry-run'], wet: ['--fix', '--yes'], isDiff: true },
  },
  {
    name: 'update',
    title: 'Update image values',
    description:
      'Writes what Flux would write at the markers, and commits it with commit. With to and one path FILE:LINE: that tag at that marker. What Flux would not write is skipped, with the reason.',
    verb: 'update',
    parameters: {
      paths,
      policy: policies,
      automation: automations,
      all: flag('write what Flux would not write, too'),
      to: text('this tag, at the one marker that paths names as FILE:LINE'),
      group: oneOf(['automation', 'policy', 'environment', 'all'], 'with commit: one commit for each'),
      ...commitParameters,
    },
    list: 'changes',
    output: updateFields,
    writes: dryRun,
  },
  {
    name: 'hold',
    title: 'Hold a policy or freeze an automation',
    description:
      'Holds a policy at a tag (by range), skips a tag (by exclude), or suspends automations. The manifests remember what was; release undoes it. A rollback is hold with at. A suspended ImagePolicy is no freeze: Flux keeps writing the tag that it has stored.',
    verb: 'hold',
    parameters: {
      policy: operand('the ImagePolicy, as namespace:name'),
      automation: texts('ImageUpdateAutomations instead: namespace:name, namespace:* or *'),
      at: text('the tag to hold, or to skip; by default the one that is written now'),
      by: oneOf(['range', 'exclude'], 'range: only that tag can be selected; exclude: that tag is skipped'),
      reason: text('why, for those who read the manifest'),
    },
    output: holdFields,
    writes: undone,
  },
  {
    name: 'release',
    isLocal: true,
    title: 'Release what is held',
    description: 'Undoes hold: every byte as it was before.',
    verb: 'release',
    parameters: {
      policy: operand('the ImagePolicy, as namespace:name'),
      automation: texts('ImageUpdateAutomations instead: namespace:name, namespace:* or *'),
    },
    output: holdFields,
    writes: undone,
  },
  {
    name: 'promote',
    title: 'Promote versions between environments',
    description:
      'Writes the versions of one environment at their counterparts in another, never a marker; with commit on a branch of its own, for a person to approve.',
    verb: 'promote',
    parameters: {
      from: operand('environment or folder to take versions from'),
      to: operand('environment or folder to write them to'),
      policy: policies,
      image: texts('only these images, by name or the end of it'),
      ...commitParameters,
    },
    required: ['from', 'to'],
    list: 'changes',
    output: updateFields,
    writes: dryRun,
  },
  {
    name: 'onboard',
    title: 'Automate an image',
    description: 'Writes what propose_onboarding proposes.',
    verb: 'onboard',
    parameters: {
      target: operand('FILE:LINE of the image, or its name'),
      replace: text('an ImagePolicy, ns:name, that is to be replaced by a proposal, instead of a target'),
      namespace: text('the namespace of the new objects'),
      in: text('the folder of the new objects'),
    },
    output: onboardingFields,
    writes: { dry: [], wet: ['--apply'], needs: () => 'write', isDestructive: false },
  },
  {
    name: 'open_pull_request',
    title: 'Open a pull request of updates',
    description:
      'Commits what Flux would write, pushes it, and opens the pull or merge request; an open one of the branch is updated. The preview shows the request and reaches nobody.',
    verb: 'update',
    always: ['--pull-request'],
    parameters: {
      paths,
      policy: policies,
      automation: automations,
      group: oneOf(
        ['automation', 'policy', 'environment', 'all'],
        'a request for each, kept up to date; with branch: one commit for each on that branch',
      ),
      branch: commitParameters.branch,
      message: commitParameters.message,
      label: texts('labels of the request'),
      reviewer: texts('who is asked for a review'),
    },
    list: 'changes',
    output: updateFields,
    writes: { ...dryRun, needs: () => 'push' },
  },
]
