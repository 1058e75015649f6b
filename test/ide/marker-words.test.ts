import { test } from 'node:test'
import { check } from '../ide-check.ts'

const web = `
#- policy apps:web ghcr.io/acme/web semver 1.x
#- registry ghcr.io/acme/web: 1.0.0
#- automation apps:main ./
`

test('a marker in a JSON 6902 patch is told to go to images of the kustomization', () =>
  check(
    `${web}#- patch.yaml
- op: replace
# <- marker-root-sequence: A JSON 6902 patch is a list, and Flux reads only mappings: it skips the whole file, and 1 marker is not updated. Take the image out of the patch, set it with images
  path: /spec/template/spec/containers/0/image
  value: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
`,
    'marker-root-sequence',
  ))

test('what is left over behind an image is told as such', () =>
  check(
    `${web}#- values.yaml
image: ghcr.io/acme/web:1.0.0"} # {"$imagepolicy": "apps:web"}
#      ^^^^^^^^^^^^^^^^^^^^^^^^ marker-partial-value: This is no image: ""}" stands behind it, and no cluster can pull that. Remove it.
`,
    'marker-partial-value',
  ))
