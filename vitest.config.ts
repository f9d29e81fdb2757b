import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    maxWorkers: '100%',
    // The cache of who runs the tests is none of theirs.
    env: { XDG_CACHE_HOME: join(tmpdir(), 'weir-tests-cache') },
    projects: [
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
      {
        test: {
          name: 'engine',
          setupFiles: ['test/setup.ts'],
          include: ['test/{engine,conformance,oracles,samples,perf}/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // A test that is cut off leaves its DuckDB instance open: the files after it are to have a process of their own.
          isolate: true,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
})
