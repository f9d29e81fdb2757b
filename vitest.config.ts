import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { LongFirst } from './test/tools/sequence.ts'

/** They change what all of their process share, or measure its memory. */
const apart = ['test/engine/run/staging.test.ts', 'test/engine/scan/little-memory.test.ts', 'test/perf/**/*.test.ts']

export default defineConfig({
  test: {
    maxWorkers: '100%',
    globalSetup: 'test/tools/temporary-root.ts',
    sequence: { sequencer: LongFirst },
    // The cache of who runs the tests is none of theirs.
    env: { XDG_CACHE_HOME: join(tmpdir(), 'weir-tests-cache') },
    projects: [
      {
        test: {
          name: 'browser',
          setupFiles: ['test/setup.ts'],
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // One Chromium serves all files of a process.
          isolate: false,
          expect: { poll: { timeout: 15_000 } },
        },
      },
      {
        test: {
          name: 'apart',
          setupFiles: ['test/setup.ts'],
          include: apart,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'engine',
          setupFiles: ['test/setup.ts'],
          include: ['test/{engine,oracles,samples}/**/*.test.ts'],
          exclude: apart,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // Importing the engine and the catalogue anew took a third of the time of the tests.
          isolate: false,
        },
      },
      {
        test: {
          name: 'unit',
          setupFiles: ['test/setup.ts'],
          include: ['test/{core,nodes,rpc,hosts,renderer,tools}/**/*.test.{ts,tsx}'],
          testTimeout: 30_000,
          hookTimeout: 120_000,
          // Importing the catalogue anew for each file took twice as long as the tests.
          isolate: false,
        },
      },
    ],
  },
})
