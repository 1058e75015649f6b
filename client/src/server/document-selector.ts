type Filter = { scheme: string; pattern: string } | { scheme: string; language: string }

/** Flux looks at file names, not at languages; a new document without a name has only its language. */
export const documentSelector: Filter[] = [
  ...['file', 'vscode-vfs'].flatMap((scheme): Filter[] => [
    { scheme, pattern: '**/*.{yaml,yml}' },
    { scheme, pattern: '**/Kustomization' },
    { scheme, language: 'yaml' },
  ]),
  { scheme: 'untitled', language: 'yaml' },
]
