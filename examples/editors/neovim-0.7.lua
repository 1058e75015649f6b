-- Neovim 0.7 to 0.10: put this into ~/.config/nvim/init.lua.
vim.api.nvim_create_autocmd('FileType', {
  pattern = { 'yaml' },
  callback = function(event)
    local root = vim.fs and vim.fs.dirname(vim.fs.find('.git', { path = event.file, upward = true })[1])
    root = root or vim.fn.finddir('.git/..', vim.fn.fnamemodify(event.file, ':p:h') .. ';')
    root = vim.fn.fnamemodify(root ~= '' and root or vim.fn.getcwd(), ':p'):gsub('(.)/$', '%1')
    -- One server for all files of a repository.
    vim.g.fluxmark_clients = vim.g.fluxmark_clients or {}
    local clients = vim.g.fluxmark_clients
    local id = clients[root]
    if not id then
      id = vim.lsp.start_client({
        name = 'fluxmark',
        cmd = { 'fluxmark', 'lsp', '--stdio' },
        root_dir = root,
        workspace_folders = { { name = root, uri = vim.uri_from_fname(root) } },
        init_options = { trusted = true },
      })
      clients[root] = id
      vim.g.fluxmark_clients = clients
    end
    if id then
      vim.lsp.buf_attach_client(event.buf, id)
    end
  end,
})
