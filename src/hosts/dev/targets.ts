import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../..', import.meta.url))

/** One thing to build: from which files, to which, and how. */
export interface Target {
  readonly name: string
  readonly entry: string
  /** Files and folders, from the root, that its output depends on. */
  readonly inputs: readonly string[]
  readonly output: string
  build(): Promise<void>
}

const shared = ['package.json', 'package-lock.json', 'vite.config.ts', 'src/hosts/dev', 'nodes', 'src/core', 'src/rpc']

/** Everything that is shipped, in the order in which it is built. */
export const targets: readonly Target[] = [
  {
    name: 'command line',
    entry: 'src/hosts/cli/weir.ts',
    inputs: [...shared, 'src/engine', 'src/hosts'],
    output: 'dist/cli/weir.js',
    build: async () => (await import('./bundle.ts')).bundleCli(),
  },
  {
    name: 'renderer',
    entry: 'renderer/index.html',
    inputs: [...shared, 'renderer'],
    output: 'dist/renderer/index.html',
    build: async () => (await import('./bundle.ts')).bundleRenderer(),
  },
  {
    name: 'electron',
    entry: 'src/hosts/electron/main.ts',
    inputs: [...shared, 'src/engine', 'src/hosts'],
    output: 'dist/electron/main.cjs',
    build: async () => (await import('./bundle.ts')).bundleElectron(),
  },
].filter(target => existsSync(`${root}/${target.entry}`))
