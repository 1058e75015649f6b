import type { Tool } from '../tool.ts'
import { automations, flag, oneOf, operand, paths, policies, text, texts } from './parameters.ts'
import {
  diagnostics,
  failure,
  funnel,
  integer,
  links,
  onboardingFields,
  orNull,
  policyRows,
  simulationFields,
  string,
  summary,
  tags,
  unmarkedImages,
  updateFields,
} from './shapes.ts'

/** What reads, and never writes. */
export const readingTools: readonly Tool[] = [
  {
    name: 'list_policies',
    title: 'List image policies',
    description:
      'What every ImagePolicy selects now, by the tags of its registry, and why not. Use it for an overview: the state, the latest tag, the number of markers and whether the policy is held.',
    verb: 'policies',
    parameters: { paths },
    list: 'policies',
    output: { policies: policyRows },
    certain: ['policies'],
  },
  {
    name: 'list_outdated',
    title: 'List outdated values',
    description:
      'The values that Flux would write now, old and new, and those that it would not write, with the reason (skipped). Nothing is written.',
    verb: 'update',
    always: ['--dry-run'],
    parameters: { paths, policy: policies, automation: automations },
    list: 'changes',
    output: updateFields,
    certain: ['changes', 'skipped'],
  },
  {
    name: 'check',
    title: 'Check the files',
    description:
      'What is wrong in markers, policies, repositories, automations and kustomizations, with places and codes. describe_diagnostic explains a code; apply_fixes writes the certain fixes.',
    verb: 'check',
    parameters: {
      paths,
      changed: text('report only what is new since the merge base with this Git reference, such as main'),
      profile: oneOf(['recommended', 'strict'], 'strict turns the house rules on'),
    },
    list: 'diagnostics',
    output: { diagnostics, summary },
    certain: ['diagnostics', 'summary'],
  },
  {
    name: 'explain',
    title: 'Explain a marker or a policy',
    description:
      'Why Flux will, or will not, update a value: each link of the chain from the marker to the branch (ok true, false, or null where the files cannot tell), with remedies; for a policy also what became of each tag.',
    verb: 'explain',
    parameters: { target: operand('FILE:LINE of a marked value, or namespace:name of a policy') },
    required: ['target'],
    list: 'funnel',
    output: { target: string, links, funnel },
    certain: ['target', 'links'],
  },
  {
    name: 'list_tags',
    title: 'List tags',
    description:
      'The tags of an image in Flux’s order, or what became of each tag behind a marker (FILE:LINE). Tags come from the registry; never guess one.',
    verb: 'tags',
    parameters: {
      target: operand('FILE:LINE of a marked value, or an image such as ghcr.io/stefanprodan/podinfo'),
      exclude: texts('for an image: drop the tags that match these regular expressions'),
    },
    required: ['target'],
    list: 'tags',
    output: {
      target: string,
      image: string,
      canonical: string,
      tags,
      dropped: integer,
      pages: integer,
      credential: string,
      error: orNull(failure),
    },
    certain: ['image', 'tags', 'error'],
  },
  {
    name: 'simulate_update',
    title: 'Simulate an automation',
    description:
      'The commit that Flux itself would make for an ImageUpdateAutomation: each file’s diff with Flux’s reprinting, the message, the branch, the objects.',
    verb: 'simulate',
    parameters: { automation: operand('the ImageUpdateAutomation, as namespace:name') },
    required: ['automation'],
    list: 'files',
    output: simulationFields,
    certain: ['files', 'message', 'branch', 'changes', 'skipped'],
  },
  {
    name: 'cluster_status',
    title: 'Compare the live cluster',
    description:
      'What the live cluster says of every policy, repository and automation, beside the files: agrees true, false (why says whether it lags, differs or is absent) or null. Read-only, through the person’s kubectl, and only for contexts that the person has allowed.',
    verb: 'status',
    parameters: { paths, context: text('the context of the kubeconfig') },
    required: ['context'],
    list: 'objects',
    output: { objects: { type: 'array' } },
  },
  {
    name: 'propose_onboarding',
    title: 'Propose how an image is automated',
    description:
      'An ImageRepository, an ImagePolicy and markers for an image without a marker, from the tag in use and the tags there are; sure is false where a person would not automate it. With list: every image that has no marker yet. Nothing is written; onboard writes.',
    verb: 'onboard',
    parameters: {
      target: operand('FILE:LINE of the image, or its name'),
      list: flag('name every image below an automation’s path that has no marker, instead of a target'),
      all: flag('with list: also the images that are left alone, and why'),
      replace: text('an ImagePolicy, ns:name, that is to be replaced by a proposal, instead of a target'),
      namespace: text('the namespace of the new objects'),
      in: text('the folder of the new objects'),
    },
    list: 'images',
    output: { images: unmarkedImages, ...onboardingFields },
  },
]
