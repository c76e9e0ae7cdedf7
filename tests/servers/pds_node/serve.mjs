// `serve.mjs plc` starts a directory of identities, `serve.mjs pds` a Bluesky server: on this
// machine alone, ended with whoever started it. Settings come from the environment.
import net from 'node:net'
import { createRequire, registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'

const home = process.env.PDS_INSTALLED // the folder that holds node_modules
const driver = new URL('./sqlite.mjs', import.meta.url).href

registerHooks({
  resolve(name, context, next) {
    return name === 'better-sqlite3' ? { url: driver, shortCircuit: true } : next(name, context)
  },
})

// Both listen on every address of the machine; here that is never wanted.
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (port, ...rest) {
  return typeof port === 'number' && rest.length === 0
    ? listen.call(this, port, '127.0.0.1')
    : listen.call(this, port, ...rest)
}

const START = {
  async plc() {
    const { PlcServer, Database } = createRequire(`${home}/package.json`)('@did-plc/server')
    await PlcServer.create({ db: Database.mock(), port: Number(process.env.PLC_PORT) }).start()
  },
  async pds() {
    const main = pathToFileURL(`${home}/node_modules/@atproto/pds/dist/index.js`)
    const { PDS } = await import(main.href)
    await (await PDS.fromEnv()).start()
  },
}

await START[process.argv[2]]()
console.log('ready')
process.stdin.on('end', () => process.exit(0)).resume()
