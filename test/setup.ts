import * as fc from 'fast-check'
import { afterAll, afterEach, vi } from 'vitest'

// The same cases each time, so that a change is what fails a test; WEIR_SEED tries others.
fc.configureGlobal({ seed: Number(process.env.WEIR_SEED ?? 20_240_101) })

// A test that was cut off may leave its DuckDB instance open: the files after it in the same process begin with modules of their own.
let failed = false
afterEach(({ task }) => {
  failed ||= task.result?.state === 'fail'
})
afterAll(() => {
  if (failed) vi.resetModules()
})
