/** A policy that selects 1.0.0, in fixture form: what an example of a marker begins with. */
export const webPolicy =
  '#- policy apps:web ghcr.io/acme/web semver 1.x\n#- registry ghcr.io/acme/web: 1.0.0\n'
