import { join } from 'node:path'
import { createServer } from 'vite'
import { serveEditor } from '#hosts/cli/editor.ts'
import { processIo } from '#hosts/cli/io.ts'
import { rpcPath } from '#hosts/web/server.ts'
import { root } from './targets.ts'

const port = 5173
const controller = new AbortController()
process.on('SIGINT', () => controller.abort())

const io = processIo(controller.signal)
const flow = process.argv[2] ?? join(root, 'samples/customers/customers.flow.json')
const origin = `http://127.0.0.1:${port}`
const editor = await serveEditor({ flow, host: '127.0.0.1', port: 0, budget: {}, io, origins: [origin] })
const { origin: target, search } = new URL(editor.url)

/** The token and the socket go to the host, everything else is served hot. */
const vite = await createServer({
  configFile: join(root, 'vite.config.ts'),
  server: {
    host: '127.0.0.1',
    port,
    strictPort: true,
    proxy: {
      '^/\\?token=': { target, changeOrigin: true },
      [rpcPath]: { target, changeOrigin: true, ws: true },
    },
  },
})
await vite.listen()
io.err(`development, reloading when the renderer changes: ${origin}/${search}`)
await editor.stopped
await vite.close()
process.exit()
