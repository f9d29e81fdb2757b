import type { Patch } from '#core/quarantine/patch.ts'
import { slotColumns } from '#core/relation/slots.ts'
import type { Session } from '../duckdb/session.ts'
import { toJson } from '../duckdb/value.ts'
import { flagReader } from '../rows/flags.ts'
import type { RowFlag } from '../types.ts'
import type { Shape } from './rows.ts'
import { patchOf, tellingTexts } from './told.ts'
import type { QuarantineEntry, QuarantinePage, QuarantineQuery, QuarantineState } from './types.ts'

type Values = Readonly<Record<string, unknown>>

const times: ReadonlySet<string> = new Set(['first_seen', 'last_seen'])

const rowsOf = async (session: Session, sql: string, values: readonly string[]): Promise<readonly Values[]> => {
  const { columns, types, rows } = await session.query(sql, { values })
  return rows.map(row =>
    Object.fromEntries(
      columns.map(({ name }, i) => {
        const value = toJson(row[i] ?? null, types[i])
        return [name, value !== null && times.has(name) ? new Date(String(value)).toISOString() : value]
      }),
    ),
  )
}

const own = 'e.flow = $1 AND e.node = $2'
const listed = (parameter: string) => `(SELECT unnest(from_json_strict(${parameter}, '["VARCHAR"]')))`

const patchedEntries = `SELECT e.*, s.shape AS explained FROM weir_quarantine.entries AS e LEFT JOIN weir_quarantine.shapes AS s ON s.id = e.shape
WHERE ${own} AND e.state IN ('open', 'ignored') AND (e.key IN ${listed('$3')} OR e.hash IN ${listed('$4')})`

/** Entries by what became of them: those with a patch by that, which is told from outside. */
const stated = `WITH entries AS (
  SELECT e.* REPLACE (CASE WHEN e.id IN ${listed('$3')} THEN 'corrected' WHEN e.id IN ${listed('$4')} THEN 'stale' ELSE e.state END AS state)
  FROM weir_quarantine.entries AS e WHERE ${own}
)`

const countsQuery = `${stated} SELECT state, count(*) AS entries FROM entries GROUP BY state`

const reasonsQuery = `SELECT reason, count(*) AS entries FROM (
  SELECT unnest(e.reasons) AS reason FROM weir_quarantine.entries AS e WHERE ${own} AND e.state <> 'resolved'
) GROUP BY reason ORDER BY entries DESC, reason LIMIT 200`

const wanted = `WHERE state IN ${listed('$5')} AND ($6 = '' OR list_contains(reasons, $6))
AND ($7 = '' OR contains(lower(concat_ws(chr(31), array_to_string(cells, chr(31)), raw)), lower($7)))`

const countQuery = `${stated} SELECT count(*) AS entries FROM entries ${wanted}`

const pageQuery = `${stated} SELECT e.*, s.shape AS explained FROM (
  SELECT * FROM entries ${wanted} ORDER BY last_seen DESC, position, id LIMIT CAST($8 AS BIGINT) OFFSET CAST($9 AS BIGINT)
) AS e LEFT JOIN weir_quarantine.shapes AS s ON s.id = e.shape ORDER BY e.last_seen DESC, e.position, e.id`

const someQuery = `SELECT e.*, s.shape AS explained FROM weir_quarantine.entries AS e LEFT JOIN weir_quarantine.shapes AS s ON s.id = e.shape
WHERE ${own} AND e.id IN ${listed('$3')}`

const newestShape = `SELECT s.shape AS explained FROM weir_quarantine.entries AS e JOIN weir_quarantine.shapes AS s ON s.id = e.shape
WHERE ${own} ORDER BY e.last_seen DESC LIMIT 1`

const textOrNull = (value: unknown): string | null => (value === null || value === undefined ? null : String(value))

/** Reads what the store keeps of a row as a page would tell it. */
const entryReader = (patches: readonly Patch[]) => {
  const shapes = new Map<string, Shape>()
  const readers = new Map<Shape, ReturnType<typeof flagReader>>()
  const shapeOf = (text: string): Shape => {
    const known = shapes.get(text) ?? (JSON.parse(text) as Shape)
    shapes.set(text, known)
    return known
  }
  const flagsOf = (shape: Shape, row: Values): readonly RowFlag[] => {
    const hidden = shape.slots.flatMap((_, i) => Object.values(slotColumns(i)))
    const reader = readers.get(shape) ?? flagReader(id => shape.reasons[id] ?? [], shape.slots, shape.columns, hidden)
    readers.set(shape, reader)
    const [masks, counts, details] = [row.masks, row.counts, row.details] as (readonly (string | number | null)[])[]
    const cells = shape.slots.flatMap((_, i) => [masks?.[i] ?? 0, counts?.[i] ?? null, details?.[i] ?? null])
    return reader(row.cells as readonly (string | null)[], cells)
  }
  return (row: Values): QuarantineEntry => {
    const shape = shapeOf(String(row.explained))
    const cells = row.cells as readonly (string | null)[]
    const names = shape.columns.map(each => each.name)
    const file = textOrNull(row.file)
    const line = row.line === null ? null : Number(row.line)
    const [key, hash, alike] = [textOrNull(row.key), textOrNull(row.hash), Number(row.alike)]
    const found = patchOf(patches, { names, cells, key, hash, file, line, alike })
    const state = String(row.state) as QuarantineState
    const corrected = found?.told === 'waits' ? 'corrected' : found?.told === 'unfit' ? 'stale' : state
    const raw = textOrNull(row.raw)
    const isLine = shape.origin?.way === 'lines' && raw !== null
    const lineFlag: RowFlag = {
      node: shape.origin?.node ?? '',
      rule: 'source',
      kind: 'source',
      columns: [],
      severity: 'error',
      message: String(cells[names.indexOf('reason')] ?? ''),
      value: null,
      via: [],
    }
    return {
      id: String(row.id),
      state: state === 'open' ? corrected : state,
      columns: shape.columns,
      cells,
      flags: isLine ? [lineFlag] : flagsOf(shape, row),
      key,
      hash,
      place: isLine ? { file: file ?? '', line, raw } : null,
      alike,
      run: String(row.run),
      asOf: String(row.as_of),
      firstSeen: String(row.first_seen),
      lastSeen: String(row.last_seen),
      patch: found?.patch ?? null,
      told: found?.told ?? null,
    }
  }
}

type Node = Pick<QuarantineQuery, 'flow' | 'node' | 'patches'>

/** Ids of the entries whose patch waits, and of those that no longer have what theirs speaks of. */
const patched = async (session: Session, { flow, node, patches }: Node) => {
  if (patches.length === 0) return { corrected: '[]', stale: '[]' }
  const { keys, hashes } = tellingTexts(patches)
  const read = entryReader(patches)
  const values = [flow, node, JSON.stringify(keys), JSON.stringify(hashes)]
  const found = (await rowsOf(session, patchedEntries, values)).map(read)
  const idsOf = (state: QuarantineState) =>
    JSON.stringify(found.filter(entry => entry.state === state).map(({ id }) => id))
  return { corrected: idsOf('corrected'), stale: idsOf('stale') }
}

export const readPage = async (session: Session, query: QuarantineQuery): Promise<QuarantinePage> => {
  const { flow, node, states, reason, search, patches, offset, limit } = query
  const { corrected, stale } = await patched(session, query)
  const stating = [flow, node, corrected, stale]
  const wants = [JSON.stringify(states), reason ? JSON.stringify([reason.node, reason.rule]) : '', search ?? '']
  const counts = await rowsOf(session, countsQuery, stating)
  const reasons = await rowsOf(session, reasonsQuery, [flow, node])
  const [counted] = await rowsOf(session, countQuery, [...stating, ...wants])
  const rows = await rowsOf(session, pageQuery, [...stating, ...wants, String(limit), String(offset)])
  const [newest] = await rowsOf(session, newestShape, [flow, node])
  const countOf = (state: QuarantineState) => Number(counts.find(row => row.state === state)?.entries ?? 0)
  return {
    entries: rows.map(entryReader(patches)),
    count: Number(counted?.entries ?? 0),
    counts: {
      open: countOf('open'),
      corrected: countOf('corrected'),
      stale: countOf('stale'),
      resolved: countOf('resolved'),
      ignored: countOf('ignored'),
    },
    reasons: reasons.map(row => {
      const [of, rule] = JSON.parse(String(row.reason)) as [string, string]
      return { node: of, rule, entries: Number(row.entries) }
    }),
    shape: newest ? (JSON.parse(String(newest.explained)) as Shape) : null,
  }
}

export const readEntries = async (
  session: Session,
  { flow, node, patches }: Node,
  ids: readonly string[],
): Promise<readonly QuarantineEntry[]> =>
  (await rowsOf(session, someQuery, [flow, node, JSON.stringify(ids)])).map(entryReader(patches))
