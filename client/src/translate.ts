/** `vscode.l10n.t`, for files that know nothing of the editor: `{0}` stands for the first argument. */
export type Translate = (message: string, ...values: (string | number)[]) => string
