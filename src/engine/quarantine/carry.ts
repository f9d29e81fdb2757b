import type { Session } from '../duckdb/session.ts'
import { readStore, writeStore } from '../stored/file.ts'
import { quarantineStore } from './schema.ts'

interface Place {
  readonly path: string
  readonly flow: string
}

const take = [
  `CREATE OR REPLACE TEMPORARY TABLE weir_carried AS SELECT * FROM weir_quarantine.entries
WHERE flow = $1 AND node IN (SELECT unnest(from_json_strict($2, '["VARCHAR"]')))`,
  'CREATE OR REPLACE TEMPORARY TABLE weir_carried_shapes AS SELECT * FROM weir_quarantine.shapes WHERE id IN (SELECT shape FROM weir_carried)',
] as const

const isCarried = 'flow = $1 AND (node, id) IN (SELECT (node, id) FROM weir_carried)'

const leave = `DELETE FROM weir_quarantine.entries WHERE ${isCarried}`

const put = 'INSERT INTO weir_quarantine.entries SELECT * REPLACE ($1 AS flow) FROM weir_carried'

const putShapes =
  'INSERT INTO weir_quarantine.shapes SELECT * FROM weir_carried_shapes WHERE id NOT IN (SELECT id FROM weir_quarantine.shapes)'

/**
 * Gives what nodes of a flow kept to the flow by another name. Between two files it is put into the one before it leaves the other: what is
 * cut off in between is in both, and nothing is lost.
 */
export const carryEntries = async (session: Session, nodes: readonly string[], of: Place, to: Place): Promise<void> => {
  const write = (path: string, work: () => Promise<void>) => writeStore(quarantineStore, session, path, work)
  const arrive = async () => {
    await session.execute(leave, { values: [to.flow] })
    await session.execute(put, { values: [to.flow] })
    await session.execute(putShapes)
  }
  const depart = async () => {
    await session.execute(leave, { values: [of.flow] })
  }
  try {
    const rows = await readStore(quarantineStore, session, of.path, async () => {
      await session.execute(take[0], { values: [of.flow, JSON.stringify(nodes)] })
      await session.execute(take[1])
      return Number(await session.value('SELECT count(*) FROM weir_carried'))
    })
    if (!rows) return
    if (of.path !== to.path) {
      await write(to.path, arrive)
      return await write(of.path, depart)
    }
    await write(of.path, async () => {
      await arrive()
      await depart()
    })
  } finally {
    for (const table of ['weir_carried', 'weir_carried_shapes']) await session.execute(`DROP TABLE IF EXISTS ${table}`)
  }
}
