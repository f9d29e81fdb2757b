import { expect, it } from 'vitest'
import { flowRunner } from './flow-world.ts'
import { killRuns } from './kill-four.ts'
import { temporaryFolder } from './temp-folder.ts'

const runner = flowRunner()

it('a run with four sinks that is killed has written all of them or none, after the next start', {
  timeout: 300_000,
}, async () => {
  const session = await runner.connect()
  const folder = await temporaryFolder()
  const trials = await killRuns({ count: 20, seed: 5, rows: 1000, atOnce: 4, folder, session, connect: runner.connect })
  session.close()
  expect(trials.filter(({ found }) => found !== 'old' && found !== 'new')).toEqual([])
  expect(trials.filter(({ killed }) => killed).length).toBeGreaterThan(10)
})
