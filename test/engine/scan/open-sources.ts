import { join } from 'node:path'
import { compileFlow } from '#core/compile/compile.ts'
import type { CompiledFlow } from '#core/compile/types.ts'
import type { Problem } from '#core/problem.ts'
import { cast, column, project } from '#core/relation/build.ts'
import { columnsOf } from '#core/relation/columns.ts'
import type { ScanRequest } from '#core/relation/relation.ts'
import { slotColumns, slotsOf } from '#core/relation/slots.ts'
import { printRelation } from '#core/sql/print.ts'
import { type Database, openDatabase } from '#engine/duckdb/instance.ts'
import { watchMisreads } from '#engine/duckdb/scan/csv/misread.ts'
import { findFiles } from '#engine/duckdb/scan/files.ts'
import { resolveJson } from '#engine/duckdb/scan/json/json.ts'
import { ScanFailure } from '#engine/duckdb/scan/problem.ts'
import { resolveScan } from '#engine/duckdb/scan/scan.ts'
import type { ScanWorld } from '#engine/duckdb/scan/world.ts'
import type { Session } from '#engine/duckdb/session.ts'
import { createWorld } from '#engine/duckdb/world.ts'
import { catalogue } from '#nodes/index.ts'
import { noFlows } from '#test/nodes/flows-of.ts'

export interface Read {
  readonly columns: readonly string[]
  readonly types: readonly string[]
  /** Cells as text. */
  readonly rows: readonly (readonly (string | null)[])[]
  /** Messages of each row's flags, with column and raw text put in. */
  readonly flags: readonly (readonly string[])[]
}

export interface SourceRead {
  readonly problems: readonly Problem[]
  readonly out: Read
  readonly reject: Read
  /** Columns that DuckDB converted; null: it was not left to. */
  readonly typed: readonly string[] | null
}

const nothing: Read = { columns: [], types: [], rows: [], flags: [] }

/** As `resolveScan`, but each record is to be taken apart as a text. */
const jsonAsText = async (request: ScanRequest, world: ScanWorld) => {
  const { files } = await findFiles(request.path, world.folder, world.connection)
  try {
    return { ok: true, info: await resolveJson(request, { ...world, misfits: null }, files) } as const
  } catch (error) {
    if (error instanceof ScanFailure) return { ok: false, problem: error.problem } as const
    throw error
  }
}

/** A folder, and a way to read what lies in it through a source, as a run would. */
export const openSources = async (folder: string, memory = '1GB') => {
  const database: Database = await openDatabase({ memory, threads: 2 })
  let session: Session

  const port = async (flow: CompiledFlow, name: string): Promise<Read> => {
    const compiled = flow.nodes.file?.ports[name]
    if (!compiled) return nothing
    const { relation } = compiled
    const names = columnsOf(relation)
    const slots = slotsOf(relation)
    const hidden = slots.flatMap((slot, i) => [
      { name: `f${i}`, expression: cast(column(slotColumns(i).flags), 'VARCHAR') },
      ...(slot.detail ? [{ name: `d${i}`, expression: column(slotColumns(i).detail) }] : []),
    ])
    const texts = names.map((n, i) => ({ name: `c${i}`, expression: cast(column(n), 'VARCHAR') }))
    const { rows } = await session.query(printRelation(project(relation, [...texts, ...hidden]), { visibleOnly: true }))
    const messages = (row: readonly unknown[]): string[] => {
      const detail: Record<string, string> = {}
      let at = names.length
      const found: string[] = []
      const words = slots.map(slot => {
        const word = BigInt(String(row[at++]))
        if (slot.detail && row[at++] !== null) Object.assign(detail, JSON.parse(String(row[at - 1])))
        return { slot, word }
      })
      for (const { slot, word } of words)
        for (let bit = 0; bit < 64; bit++) {
          if (!((word >> BigInt(bit)) & 1n)) continue
          const reason = flow.nodes.file!.compiled!.flags![slot.word * 64 + bit]!
          const [first] = reason.columns
          found.push(reason.message.replace('{column}', first ?? '').replace('{raw}', detail[first ?? ''] ?? '?'))
        }
      return found
    }
    return {
      columns: names,
      types: compiled.columns.map(c => c.type),
      rows: rows.map(row => row.slice(0, names.length).map(cell => (cell === null ? null : String(cell)))),
      flags: rows.map(messages),
    }
  }

  const compile = async (kind: string, settings: Record<string, unknown>, asText: boolean) => {
    const tempFolder = join(database.spill, 'copies')
    let typed: readonly string[] | null = null
    const flow = await compileFlow({
      flow: {
        weir: 1,
        name: 'Test',
        params: {},
        nodes: { file: { kind, version: 1, settings } },
        edges: [],
        tests: [],
        layout: { nodes: {}, groups: [], notes: [] },
      },
      catalogue,
      params: {},
      asOf: '2024-06-30T12:00:00Z',
      world: createWorld(session, {
        flows: noFlows,
        scan: async request => {
          const world = { folder, connection: session, tempFolder }
          if (asText && request.reader === 'json') return await jsonAsText(request, world)
          const found = await resolveScan(request, world)
          if (!found.ok) return found
          const { typed: converted, ...info } = found.info
          if (asText || !converted) return { ok: true, info }
          typed = converted
          return found
        },
      }),
    })
    return { flow, typed }
  }

  /** Reads both ports; each reading has a connection of its own, as rejected lines stay with one. `asText`: DuckDB converts no cell of a CSV. */
  const read = async (kind: string, settings: Record<string, unknown>, asText = false): Promise<SourceRead> => {
    session = await database.connect()
    const isMisread = watchMisreads()
    try {
      const { flow, typed } = await compile(kind, settings, asText)
      const out = await port(flow, 'out')
      return { problems: flow.problems, out, reject: await port(flow, 'reject'), typed }
    } catch (error) {
      if (!isMisread(error)) throw error
    } finally {
      session.close()
    }
    return read(kind, settings, asText)
  }

  const execute = async (sql: string): Promise<void> => {
    const own = await database.connect()
    await own.execute(sql)
    own.close()
  }
  return { read, execute, close: () => database.close() }
}
