import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { EngineOptions } from '#engine/api.ts'
import { failure } from '#hosts/service/failure.ts'
import { filesUnder, isWithin } from '#hosts/service/files.ts'
import { fileJournal } from '#hosts/service/journal.ts'
import { packageRoot, packageVersion } from '#hosts/service/package-root.ts'
import { recentFiles } from '#hosts/service/recent.ts'
import { listSamples } from '#hosts/service/samples.ts'
import { createService } from '#hosts/service/service.ts'
import { tableCache } from '#hosts/service/table-cache.ts'
import { configFolder, stateFolder } from '#hosts/service/user-folders.ts'
import { startWebHost } from '#hosts/web/server.ts'
import { mustBeFile } from './flow.ts'
import type { Io } from './io.ts'

export interface EditorOptions {
  readonly flow: string | null
  readonly host: string
  readonly port: number
  readonly budget: Pick<EngineOptions, 'memory' | 'threads'>
  readonly io: Io
  /** Origins of a development server in front. */
  readonly origins?: readonly string[]
}

export interface ServedEditor {
  readonly url: string
  /** Resolves when the server has gone, after Ctrl-C. */
  readonly stopped: Promise<void>
}

/** The working folder, if the flow lies in it, else the flow's own. */
const rootFor = (flow: string | null, folder: string): string =>
  flow === null || isWithin(folder, flow) ? folder : dirname(flow)

const listening = async (options: Parameters<typeof startWebHost>[0]) => {
  try {
    return await startWebHost(options)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    const reason =
      code === 'EADDRINUSE'
        ? 'something else does'
        : code === 'EACCES'
          ? 'the system forbids it'
          : 'the address is not one of this machine'
    throw failure(
      'E-LISTEN',
      `Weir cannot listen on ${options.host}:${options.port}: ${reason}.`,
      'choose another with --port or --host',
    )
  }
}

/** Starts the engine and the web host for one editor, until the signal says stop. */
export const serveEditor = async ({
  flow,
  host,
  port,
  budget,
  io,
  origins = [],
}: EditorOptions): Promise<ServedEditor> => {
  const open = flow === null ? null : resolve(io.folder, flow)
  if (open !== null) await mustBeFile(open)
  const home = packageRoot(fileURLToPath(import.meta.url))
  const folder = join(home, 'dist/renderer')
  const [{ createEngine }, { catalogue }] = await Promise.all([import('#engine/engine.ts'), import('#nodes/index.ts')])
  const root = rootFor(open, io.folder)
  const files = await filesUnder(root, [join(home, 'samples')])
  const journal = createHash('sha256').update(files.root).digest('hex').slice(0, 16)
  const engine = await createEngine({ ...budget, catalogue, cache: tableCache(packageVersion(home), io.env) })
  const shared = {
    engine,
    files,
    host: 'web',
    version: packageVersion(home),
    open,
    recent: recentFiles(join(configFolder(io.env), 'recent.json')),
    journal: fileJournal(join(stateFolder(io.env), `journal-${journal}.json`)),
    samples: await listSamples(join(home, 'samples')),
  } as const
  const web = await listening({ folder, host, port, connect: () => createService(shared), origins }).catch(
    async error => {
      await engine.close()
      throw error
    },
  )
  const stop = async () => {
    if (!io.signal.aborted) await once(io.signal, 'abort')
    await web.close()
    await engine.close()
  }
  return { url: web.url, stopped: stop() }
}
