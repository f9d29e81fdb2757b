import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '#engine/duckdb/instance.ts'
import { killRuns } from '#test/engine/run/kill-four.ts'

/** Kills runs with four sinks at random moments: `npm run kill [n] [seed]`. */
const count = Number(process.argv[2] ?? 200)
const seed = Number(process.argv[3] ?? 1)
const folder = mkdtempSync(join(tmpdir(), 'weir-kill-'))
const database = await openDatabase({ memory: '1GB', threads: 2 })
const began = performance.now()
try {
  const trials = await killRuns({
    count,
    seed,
    rows: 100_000,
    atOnce: 1,
    folder,
    session: await database.connect(),
    connect: database.connect,
    told: ({ index, found, killed, recovery }) =>
      console.log(`${index} ${killed ? 'killed' : 'ended before'}, ${recovery}: ${found}`),
  })
  const of = (wanted: string) => trials.filter(({ found }) => found === wanted).length
  const rolled = trials.filter(({ recovery }) => recovery === 'rolled_forward').length
  const wrong = count - of('old') - of('new')
  const seconds = Math.round((performance.now() - began) / 1000)
  console.log(
    `${count} runs of seed ${seed} in ${seconds} s, ${trials.filter(({ killed }) => killed).length} killed: ` +
      `${of('old')} old, ${of('new')} new (${rolled} rolled forward), ${wrong} wrong`,
  )
  process.exitCode = wrong > 0 ? 1 : 0
} finally {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
}
