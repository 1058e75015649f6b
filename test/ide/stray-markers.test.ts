import { describe, test } from 'node:test'
import { check } from '../ide-check.ts'

const head = `#- policy apps:web ghcr.io/acme/web semver 1.x
#- registry ghcr.io/acme/web: 1.0.0
#- web.yaml
`

describe('nothing is said', () => {
  test('of markers that are commented out with their lines', () =>
    check(`${head}image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
# {"$imagepolicy": "apps:web"}
# image: ghcr.io/acme/web:1.0.0
other: x
`))

  test('of markers inside the documentation of a ConfigMap', () =>
    check(`${head}data:
  README.md: |
    Put a marker behind the image:

        image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
  notes: |
    \`\`\`yaml
    image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
    \`\`\`
    # image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
`))

  test('of templates that are text: in quotes, in a block scalar', () =>
    check(`${head}alert: "{{ $labels.instance }} is down"
rule: |
  {{- range .Alerts }}{{ .Status }}{{ end }}
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
`))

  test('of a List beside other documents, which Flux leaves whole', () =>
    check(`${head}kind: List
items:
  - image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
---
kind: ConfigMap
`))
})

describe('a marker on a line of its own', () => {
  test('is meant for the value that looks like an image', () =>
    check(`${head}spec:
  image: ghcr.io/acme/web:1.0.0
  # {"$imagepolicy": "apps:web"}
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ marker-below: Flux ignores a marker below a value: move it to the end of the line above, behind the value of image.
  replicas: 2
  # {"$imagepolicy": "apps:web"}
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ marker-above-mapping: Flux ignores a marker above an entry: move it to the end of the line, behind the value of initImage.
  initImage: ghcr.io/acme/web:1.0.0
`))

  test('above an item with its own line of comment is read, behind two lines it is not', () =>
    check(`${head}images:
  # {"$imagepolicy": "apps:web"}
  - ghcr.io/acme/web:1.0.0
  # The shop.
  # {"$imagepolicy": "apps:web"}
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ marker-head-shadowed: A marker above an item must be the only line of its comment
  - ghcr.io/acme/web:1.0.0
`))
})

test('one bad document is reported once, whatever markers the file holds', () =>
  check(`${head}image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
# {"$imagepolicy": "apps:web"}
tag: 0 # {"$imagepolicy": "apps:web:tag"}
---
- a
# <- marker-root-sequence: The document is a list, and Flux reads only mappings: it skips the whole file, and 3 markers are not updated.
`))

test('one diagnostic for a file that Flux does not open', () =>
  check(`#- policy apps:web ghcr.io/acme/web semver 1.x
#- registry ghcr.io/acme/web: 1.0.0
#- main.tf
image = "ghcr.io/acme/web:1.0.0" # {"$imagepolicy": "apps:web"}
#                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ marker-file-extension: Flux reads only *.yaml, *.yml and Kustomization, not main.tf: it never sees this marker and 1 more in this file.
other = "ghcr.io/acme/web:1.0.0" # {"$imagepolicy": "apps:web"}
`))
