import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** All temporary folders of a run lie in one, which goes with the run, whatever its tests left in it. */
export const setup = (): (() => void) => {
  const root = mkdtempSync(join(tmpdir(), 'weir-tests-'))
  process.env.TMPDIR = root
  return () => rmSync(root, { recursive: true, force: true, maxRetries: 5 })
}
