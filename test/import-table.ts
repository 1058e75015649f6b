/** What each part of the server may import of ours. A part may always import itself. docs/images/architecture.svg shows it. */
export const importTable: Readonly<Record<string, readonly string[]>> = {
  go: [],
  text: ['go'],
  kustomize: ['go', 'text'],
  flux: ['go', 'text', 'kustomize'],
  ide: ['go', 'text', 'kustomize', 'flux'],
  'ports.ts': ['flux'],
  'deferred.ts': [],
  'session.ts': ['deferred.ts', 'go', 'text', 'kustomize', 'flux', 'ports.ts'],
  work: ['go', 'text', 'kustomize', 'flux', 'ide', 'ports.ts', 'session.ts'],
  io: ['ports.ts', 'flux', 'go', 'text'],
  lsp: ['go', 'text', 'kustomize', 'flux', 'ide', 'ports.ts', 'session.ts', 'work'],
  cli: ['go', 'text', 'kustomize', 'flux', 'ide', 'ports.ts', 'session.ts', 'work'],
  mcp: ['cli', 'text'],
  relay: ['text'],
  'main.ts': ['lsp', 'cli', 'mcp', 'io', 'relay', 'ports.ts', 'session.ts', 'flux'],
  'entry.ts': ['relay', 'main.ts'],
}
