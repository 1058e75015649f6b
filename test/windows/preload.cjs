// Loaded before the program, for two ways in which Wine is not Windows.
const net = require('node:net')

// It replaces some variables, such as USERPROFILE, by its own.
const variables = JSON.parse(process.env.FLUXMARK_VARIABLES ?? '{}')
delete process.env.FLUXMARK_VARIABLES
for (const [name, value] of Object.entries(variables))
  if (value === null) delete process.env[name]
  else process.env[name] = value

// It connects no socket that is to be kept alive.
net.Socket.prototype.setKeepAlive = function () {
  return this
}
