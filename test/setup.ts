import * as fc from 'fast-check'

// The same cases each time, so that a change is what fails a test; WEIR_SEED tries others.
fc.configureGlobal({ seed: Number(process.env.WEIR_SEED ?? 20_240_101) })
