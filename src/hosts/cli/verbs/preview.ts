import type { Engine, FlowRequest } from '#engine/api.ts'
import type { PageResult } from '#engine/types.ts'
import { oneOf, wholeNumber } from '../args.ts'
import type { Io } from '../io.ts'
import { lookAtPort, type NamedPort } from '../port.ts'
import { csvLines, tableLines } from '../rows.ts'
import type { VerbModule } from '../verbs.ts'

interface Wanted extends NamedPort {
  readonly limit: number
  readonly offset: number
  readonly flagged: boolean
}

/** Rows are fetched by pages, never all at once. */
const pageSize = 1000

const fetchRows = async (
  engine: Engine,
  request: FlowRequest,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<PageResult> => {
  const { node, port, flagged } = wanted
  const filter = flagged ? { filter: { flaggedOnly: true } } : {}
  const ask = (offset: number, limit: number) =>
    engine.page(request, { node, port, offset, limit, cutAt: null, ...filter }, signal)
  const first = await ask(wanted.offset, Math.min(pageSize, wanted.limit))
  const rows = [...first.rows]
  const flags = [...first.flags]
  while (rows.length < wanted.limit) {
    const next = await ask(wanted.offset + rows.length, Math.min(pageSize, wanted.limit - rows.length))
    if (next.rows.length === 0) break
    rows.push(...next.rows)
    flags.push(...next.flags)
  }
  return { ...first, rows, flags }
}

const print = (io: Io, format: 'table' | 'json' | 'csv', page: PageResult, wanted: Wanted): void => {
  const { columns, rows, flags, rowCount, scope } = page
  if (format === 'json') io.out(JSON.stringify({ columns, rows, flags, rowCount, scope }))
  else for (const line of format === 'csv' ? csvLines(page) : tableLines(page, wanted.offset)) io.out(line)
}

export const run: VerbModule['run'] = async (args, io) => {
  const format = oneOf(args, 'format', ['table', 'json', 'csv'])
  const limit = wholeNumber(args, 'limit', 1, 20)
  const offset = wholeNumber(args, 'offset', 0, 0)
  return lookAtPort('preview', args, io, async (engine, request, at) => {
    const wanted: Wanted = { ...at, limit, offset, flagged: args.on('flagged') }
    print(io, format, await fetchRows(engine, request, wanted, io.signal), wanted)
  })
}
