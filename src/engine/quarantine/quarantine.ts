import { join, resolve } from 'node:path'
import type { Session } from '../duckdb/session.ts'
import { readStore, writeStore } from '../stored/file.ts'
import { carryEntries } from './carry.ts'
import { areCastable } from './castable.ts'
import { readEntries, readPage } from './read.ts'
import { fileName, quarantineStore } from './schema.ts'
import type { Quarantine, QuarantinePage } from './types.ts'

const nothing: QuarantinePage = {
  entries: [],
  count: 0,
  counts: { open: 0, corrected: 0, stale: 0, resolved: 0, ignored: 0 },
  reasons: [],
  shape: null,
}

/** Who looks at the rows rather hears that another process has them than waits. */
const patience = 1_500

const setState = `UPDATE weir_quarantine.entries SET state = $3
WHERE flow = $1 AND node = $2 AND state <> 'resolved' AND id IN (SELECT unnest(from_json_strict($4, '["VARCHAR"]')))`

export const quarantinePath = (state: string): string => join(state, fileName)

/** The quarantine of a state folder; the file is attached for the moment of each call. */
export const openQuarantine = (connect: () => Promise<Session>, state: string): Quarantine => {
  const path = quarantinePath(resolve(state))
  const using = async <T>(work: (session: Session) => Promise<T>): Promise<T> => {
    const session = await connect()
    try {
      return await work(session)
    } finally {
      session.close()
    }
  }
  const read = async <T>(work: (session: Session) => Promise<T>, absent: T): Promise<T> =>
    (await using(session => readStore(quarantineStore, session, path, work, patience))) ?? absent
  return {
    path,
    page: query => read(session => readPage(session, query), nothing),
    entries: (of, ids) => read(session => readEntries(session, of, ids), []),
    castable: cells => using(session => areCastable(session, cells)),
    carry: ({ flow, nodes }, to) =>
      using(session =>
        carryEntries(session, nodes, { path, flow }, { path: quarantinePath(resolve(to.state)), flow: to.flow }),
      ),
    ignore: ({ flow, node }, ids, ignored) =>
      using(session =>
        writeStore(quarantineStore, session, path, async () => {
          const values = [flow, node, ignored ? 'ignored' : 'open', JSON.stringify(ids)]
          await session.execute(setState, { values })
        }),
      ),
  }
}
