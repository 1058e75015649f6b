-- Drives the server as a user of Neovim does, with the example that people copy, and writes down what came back.
local out = os.getenv('FLUXMARK_OUT')
dofile(os.getenv('FLUXMARK_EXAMPLE'))
local ok, failure = pcall(function()
  vim.cmd('edit web.yaml')
  vim.cmd('set filetype=yaml')
  local buffer = vim.api.nvim_get_current_buf()
  local lines = vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
  local column = lines[2]:find('apps:web', 1, true) + 5
  vim.api.nvim_win_set_cursor(0, { 2, column })
  local has = vim.wait(60000, function() return #vim.diagnostic.get(buffer) > 0 end, 50)
  local result = { diagnostics = {}, attached = has }
  for _, one in ipairs(vim.diagnostic.get(buffer)) do
    table.insert(result.diagnostics, { code = one.code, line = one.lnum, message = one.message })
  end
  local function ask(method, params)
    local answers = vim.lsp.buf_request_sync(buffer, method, params, 60000) or {}
    for _, answer in pairs(answers) do
      if answer.error then return { error = answer.error.message } end
      return answer.result
    end
  end
  local position = vim.lsp.util.make_position_params()
  result.hover = ask('textDocument/hover', position).contents.value
  local range = vim.lsp.util.make_range_params()
  range.context = { diagnostics = {} }
  result.actions = vim.tbl_map(function(one) return one.title end, ask('textDocument/codeAction', range))
  result.symbols = vim.tbl_map(
    function(one) return one.name end,
    ask('textDocument/documentSymbol', { textDocument = vim.lsp.util.make_text_document_params() })
  )
  result.found = vim.tbl_map(
    function(one) return one.name end,
    ask('workspace/symbol', { query = 'ImagePolicy' })
  )
  local explained = ask('workspace/executeCommand', {
    command = 'fluxmark.explain',
    arguments = { { policy = 'apps:web' } },
  })
  result.explain = explained.text or explained.markdown
  vim.lsp.buf.rename('site')
  vim.wait(30000, function()
    return vim.api.nvim_buf_get_lines(buffer, 1, 2, false)[1]:find('apps:site', 1, true) ~= nil
  end, 50)
  result.renamed = vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
  vim.fn.writefile({ vim.fn.json_encode(result) }, out)
end)
if not ok then vim.fn.writefile({ vim.fn.json_encode({ failure = failure }) }, out) end
vim.cmd('qa!')
