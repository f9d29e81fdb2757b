import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { build, type InlineConfig } from 'vite'
import { root } from './targets.ts'

/**
 * Native, or chosen by the platform at run time: stays in node_modules. DuckDB's own JavaScript does not: as sixty files that Node looks
 * through for the names of their exports it took a fourth of a short command's time.
 */
const external = ['@duckdb/node-bindings', 'electron']

interface NodeBundle {
  readonly outDir: string
  readonly entries: Readonly<Record<string, string>>
  readonly format: 'es' | 'cjs'
  readonly extension: 'js' | 'cjs'
  readonly banner?: string
  /** Leave what is in the folder already. */
  readonly keep?: boolean
}

const nodeBundle = (bundle: NodeBundle): InlineConfig => ({
  configFile: false,
  root,
  logLevel: 'warn',
  publicDir: false,
  ssr: { noExternal: true, external },
  build: {
    ssr: true,
    target: 'node20',
    outDir: join(root, bundle.outDir),
    emptyOutDir: !bundle.keep,
    // a command reads all of it at each start
    minify: bundle.format === 'es' ? 'oxc' : false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { ...bundle.entries },
      external,
      output: {
        format: bundle.format,
        entryFileNames: `[name].${bundle.extension}`,
        chunkFileNames: `[name]-[hash].${bundle.extension}`,
        ...(bundle.banner ? { banner: chunk => (chunk.name === 'weir' ? bundle.banner! : '') } : {}),
      },
    },
  },
})

/** Started by file name, as a thread of its own. */
const csvWorker = join(root, 'src/engine/duckdb/scan/csv/worker.ts')

export const bundleRenderer = async (): Promise<void> => {
  await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' })
}

export const bundleCli = async (): Promise<void> => {
  await build(
    nodeBundle({
      outDir: 'dist/cli',
      entries: { weir: join(root, 'src/hosts/cli/weir.ts'), 'csv-worker': csvWorker },
      format: 'es',
      extension: 'js',
      banner: '#!/usr/bin/env node',
    }),
  )
  chmodSync(join(root, 'dist/cli/weir.js'), 0o755)
}

/** A sandboxed preload must be one file of its own, and so must what lies beside the archive: they are built apart from the main process. */
export const bundleElectron = async (): Promise<void> => {
  const entries = {
    main: join(root, 'src/hosts/electron/main.ts'),
    preload: join(root, 'src/hosts/electron/preload.ts'),
    'csv-worker': csvWorker,
  }
  for (const [name, entry] of Object.entries(entries))
    await build(
      nodeBundle({
        outDir: 'dist/electron',
        entries: { [name]: entry },
        format: 'cjs',
        extension: 'cjs',
        keep: name !== 'main',
      }),
    )
}
