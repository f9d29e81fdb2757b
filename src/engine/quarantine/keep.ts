import type { QuarantineRequest } from '#core/node/kind.ts'
import type { Table } from '#core/relation/relation.ts'
import type { Session } from '../duckdb/session.ts'
import { temporaryView } from '../duckdb/stored.ts'
import { type Shape, shapeId } from './rows.ts'

/** Rows that one run brought to one quarantine, as entries in a table. */
export interface Brought {
  readonly flow: string
  readonly node: string
  readonly run: string
  readonly asOf: string
  /** ISO 8601, of the run. */
  readonly at: string
  readonly request: QuarantineRequest
  readonly shape: Shape
  readonly table: Table
}

/** How many entries were let go. */
export interface LetGo {
  readonly old: number
  readonly many: number
}

const addShape =
  'INSERT INTO weir_quarantine.shapes SELECT $1, $2 WHERE NOT EXISTS (FROM weir_quarantine.shapes WHERE id = $1)'

const dropShapes =
  'DELETE FROM weir_quarantine.shapes WHERE id NOT IN (SELECT shape FROM weir_quarantine.entries WHERE shape IS NOT NULL)'

/** What is known of rows that come again, before they are written anew. */
const rememberKnown = `CREATE OR REPLACE TEMPORARY TABLE weir_known AS
SELECT id, first_seen, state FROM weir_quarantine.entries WHERE flow = $1 AND node = $2 AND id IN (SELECT id FROM weir_brought)`

const dropKnown =
  'DELETE FROM weir_quarantine.entries WHERE flow = $1 AND node = $2 AND id IN (SELECT id FROM weir_known)'

const settle =
  "UPDATE weir_quarantine.entries SET state = 'resolved' WHERE flow = $1 AND node = $2 AND state <> 'resolved'"

const insert = `INSERT INTO weir_quarantine.entries
SELECT $1, $2, b.id, $3, b.cells, b.masks, b.counts, b.details, b.reasons, b.key, b.hash, b.file, b.line, b.raw, b.alike, b.position,
  100 + octet_length(encode(concat_ws('', array_to_string(b.cells, ''), b.raw, b.key))),
  CASE WHEN k.state = 'ignored' THEN 'ignored' ELSE 'open' END, $4, $5,
  coalesce(k.first_seen, CAST($6 AS TIMESTAMPTZ)), CAST($6 AS TIMESTAMPTZ)
FROM weir_brought AS b LEFT JOIN weir_known AS k ON k.id = b.id`

const letOldGo =
  'DELETE FROM weir_quarantine.entries WHERE flow = $1 AND node = $2 AND last_seen < CAST($3 AS TIMESTAMPTZ) - to_days(CAST($4 AS INTEGER))'

const allBytes = 'SELECT coalesce(sum(bytes), 0) FROM weir_quarantine.entries WHERE flow = $1 AND node = $2'

const letManyGo = `DELETE FROM weir_quarantine.entries WHERE flow = $1 AND node = $2 AND id IN (
SELECT id FROM (
  SELECT id, sum(bytes) OVER (ORDER BY (state = 'resolved'), last_seen DESC, position, id ROWS UNBOUNDED PRECEDING) AS total
  FROM weir_quarantine.entries WHERE flow = $1 AND node = $2
) WHERE total > CAST($3 AS BIGINT) * 1048576)`

/**
 * Puts what a run brought in the place of what was open: the same row is the same entry, and what did not come again is resolved. To be
 * called inside of a transaction, with the store attached.
 */
export const keepBrought = async (session: Session, brought: Brought): Promise<LetGo> => {
  const { flow, node, run, asOf, at, request, shape, table } = brought
  const own = [flow, node]
  const id = shapeId(shape)
  await session.execute(temporaryView('weir_brought', table))
  try {
    await session.execute(addShape, { values: [id, JSON.stringify(shape)] })
    await session.execute(rememberKnown, { values: own })
    await session.execute(dropKnown, { values: own })
    await session.execute(settle, { values: own })
    await session.execute(insert, { values: [...own, id, run, asOf, at] })
    const { keepDays, keepMegabytes } = request
    const old = keepDays === null ? 0 : await session.execute(letOldGo, { values: [...own, at, String(keepDays)] })
    const bytes = Number(await session.value(allBytes, { values: own }))
    const isMuch = keepMegabytes !== null && bytes > keepMegabytes * 1_048_576
    const many = isMuch ? await session.execute(letManyGo, { values: [...own, String(keepMegabytes)] }) : 0
    await session.execute(dropShapes)
    return { old, many }
  } finally {
    await session.execute('DROP TABLE IF EXISTS weir_known')
    await session.execute('DROP VIEW IF EXISTS weir_brought')
  }
}
