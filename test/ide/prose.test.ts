import { test } from 'node:test'
import { check } from '../ide-check.ts'

test('prose about markers and lines commented out are left alone', () =>
  check(`
#- policy apps:web ghcr.io/acme/web semver 1.x
#- registry ghcr.io/acme/web: 1.0.0
#- web.yaml
# Flux image policies: put {"$imagepolicy": "ns:name"} behind the value.
# image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
spec:
  # see the imagePolicy docs: https://fluxcd.io
  imagePolicy: Always # imagePolicy: Always is the default
  note: a # the "$imagepolicy" marker goes here
  image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
`))

test('the slips of real files, each with its own name', () =>
  check(`
#- policy apps:web ghcr.io/acme/web semver 1.x
#- registry ghcr.io/acme/web: 1.0.0
#- web.yaml
a: x # {“$imagepolicy”: “apps:web”}
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ marker-json-invalid
b: x # {"$imagepolicy": "apps:web",}
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ marker-json-invalid
c: x # "$imagepolicy": "apps:web"
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ marker-json-invalid
d: x # flux: {"$imagepolicy": "apps:web"}
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ marker-extra-text
e: x # {"$imagepolicy": "apps:web"} {"$imagepolicy": "apps:web"}
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ marker-extra-text
f: x # {"$ImagePolicy": "apps:web"}
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ marker-wrong-key
g: x # {"$imagepolicy": ":web"}
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^ marker-missing-namespace
h: x # {"$imagepolicy": "apps:web:Tag"}
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ marker-unknown-suffix
i: x # {"$imagepolicy": "apps:web:"}
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ marker-unknown-suffix
j: x # {"$imagepolicy": {"policy": "apps:web"}}
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ marker-non-string-values
`))
