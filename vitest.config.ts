import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        test: {
          name: 'unit',
          setupFiles: ['test/setup.ts'],
          include: ['test/{core,nodes,rpc,hosts,renderer,tools}/**/*.test.{ts,tsx}'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'engine',
          setupFiles: ['test/setup.ts'],
          include: ['test/{engine,conformance,samples,perf}/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          // a busy machine may starve a browser once; vitest names what it tried twice
          retry: process.env.CI ? 1 : 0,
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
})
