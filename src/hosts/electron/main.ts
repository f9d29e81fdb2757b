import { homedir } from 'node:os'
import { join } from 'node:path'
import * as electron from 'electron'
import { createEngine } from '#engine/engine.ts'
import { allFiles } from '#hosts/service/files.ts'
import { fileJournal } from '#hosts/service/journal.ts'
import { recentFiles } from '#hosts/service/recent.ts'
import { listSamples } from '#hosts/service/samples.ts'
import { createService } from '#hosts/service/service.ts'
import { tableCache } from '#hosts/service/table-cache.ts'
import { catalogue } from '#nodes/index.ts'
import { flowArgument } from './flow-argument.ts'
import { startShell } from './shell.ts'

const { app } = electron
const root = app.getAppPath()
const settings = app.getPath('userData')
const samples = app.isPackaged ? join(process.resourcesPath, 'samples') : join(root, 'samples')

startShell({
  api: electron,
  rendererFolder: join(root, 'dist', 'renderer'),
  preload: join(root, 'dist', 'electron', 'preload.cjs'),
  platform: process.platform,
  argv: process.argv,
  cwd: process.cwd(),
  flowOf: flowArgument,
  createService: async (hooks, open) => {
    const engine = await createEngine({ catalogue, cache: tableCache(app.getVersion()) })
    const recent = recentFiles(join(settings, 'recent.json'))
    const service = createService({
      engine,
      host: 'electron',
      version: app.getVersion(),
      open,
      files: allFiles(homedir()),
      recent: {
        ...recent,
        add: async path => {
          hooks.opened(path)
          await recent.add(path)
        },
      },
      journal: fileJournal(join(settings, 'journal.json')),
      samples: await listSamples(samples),
      dialog: hooks.dialog,
      menu: hooks.menu,
    })
    return { service, close: () => engine.close() }
  },
}).catch((error: unknown) => {
  process.stderr.write(`Weir could not start: ${error instanceof Error ? error.message : String(error)}\n`)
  app.exit(1)
})
