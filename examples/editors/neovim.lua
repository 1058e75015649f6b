-- Neovim 0.11 and later: put this into ~/.config/nvim/init.lua, or the table into ~/.config/nvim/lsp/fluxmark.lua.
vim.lsp.config('fluxmark', {
  cmd = { 'fluxmark', 'lsp', '--stdio' },
  filetypes = { 'yaml', 'yaml.helm-values' },
  root_markers = { 'fluxmark.yaml', '.git' },
  init_options = {
    -- Without it nothing is asked of registries, and nothing is committed.
    trusted = true,
    -- Hosts that may be asked besides the public ones.
    allowedHosts = {},
  },
  settings = {
    fluxmark = { diagnosticMode = 'workspace' },
  },
})
vim.lsp.enable('fluxmark')
