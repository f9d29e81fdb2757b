import { openDatabase } from '#engine/duckdb/instance.ts'
import { Session } from '#engine/duckdb/session.ts'
import { openHistory } from '#engine/history/history.ts'
import { reportOf } from './reports.ts'

/**
 * A process of its own that records runs in a state folder: `record COUNT`, `kill N` (dies at its N-th statement; 0: never, and says how
 * many there were after each of two runs), or `hold` (keeps the file open until it is killed).
 */
const [state, what, given] = process.argv.slice(2) as [string, string, string]
const database = await openDatabase({ memory: '200MB', threads: 1 })
const history = openHistory(database.connect, state)
const name = `process ${process.pid}`
const node = { status: 'ran', ms: 1, ports: { out: { rows: 1 } } } as const

if (what === 'hold') {
  const session = await database.connect()
  await session.execute(`ATTACH '${history.path}' AS held`)
  console.log('held')
  setInterval(() => undefined, 1000)
} else {
  let count = 0
  if (what === 'kill') {
    const { execute } = Session.prototype
    Session.prototype.execute = function (...args) {
      count += 1
      if (count === Number(given)) process.kill(process.pid, 'SIGKILL')
      return execute.apply(this, args)
    }
  }
  for (let i = 0; i < (what === 'record' ? Number(given) : 2); i += 1) {
    await history.record(name, reportOf(i, { id: `${process.pid}-${i}` }, { nodes: { node } }))
    console.log(count)
  }
  await database.close()
}
