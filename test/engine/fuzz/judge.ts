import { isUtf8 } from 'node:buffer'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { problemCatalogue } from '#core/problem-catalogue.ts'
import type { Engine, RunResult } from '#engine/api.ts'
import { flowOf } from '../run/flow-world.ts'
import type { Mutated } from './mutate.ts'

/** What became of a file; `fault` says what should not have been, or is null. */
export interface Verdict {
  readonly fault: string | null
  readonly exitCode: number
  /** Rows and rejects were compared with an independent count. */
  readonly counted: boolean
}

type Row = Readonly<Record<string, unknown>>

const rowsOf = (path: string): readonly Row[] =>
  existsSync(path)
    ? readFileSync(path, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map(line => JSON.parse(line))
    : []

const breaks = (text: unknown): number => (typeof text === 'string' ? text.split('\n').length - 1 : 0)
const strayReturn = /\r(?!\n)/

/** What a file should give, by a count that knows nothing of the engine: null where nothing can be said, else what is wrong. */
type Count = (file: Mutated, out: readonly Row[], reject: readonly Row[], besides: number) => string | null | undefined

const compare = (found: number, expected: number, what: string): string | undefined =>
  found === expected ? undefined : `${expected} ${what} went in, ${found} came out`

const counts: Readonly<Record<'csv' | 'lines' | 'records' | 'parquet', Count>> = {
  csv: ({ bytes }, out, reject, besides) => {
    const text = bytes.toString('latin1')
    if (strayReturn.test(text)) return null
    const lines = text.split('\n').filter(line => line.replace('\r', '') !== '').length - 1
    const cells = [...out.flatMap(row => Object.values(row)), ...reject.map(row => row.raw)]
    if (cells.some(cell => typeof cell === 'string' && /^\r?\n|\n\r?\n|\n$/.test(cell))) return null
    const found = out.length + reject.length + cells.reduce((sum: number, cell) => sum + breaks(cell), 0)
    return compare(found - besides, lines, 'lines')
  },
  lines: ({ bytes }, out, reject, besides) => {
    const text = bytes.toString('latin1')
    if (!text.includes('\n') && text.includes('\r')) return null
    const lines = text
      .split('\n')
      .filter(line => line.replace(/^\u00ef\u00bb\u00bf/, '').replace(/[ \t\r]/g, '') !== '')
    return compare(out.length + reject.length - besides, lines.length, 'lines')
  },
  records: ({ bytes }, out, reject, besides) => {
    if (isUtf8(bytes)) {
      try {
        const value: unknown = JSON.parse(bytes.toString().replace(/^\ufeff/, ''))
        if (Array.isArray(value)) return compare(out.length + reject.length - besides, value.length, 'records')
      } catch {}
    }
    if (reject.length > 0 || out.some(row => row._errors)) return undefined
    const begun = bytes.toString('latin1').split(/\{\s*"id"\s*:/).length - 1
    return out.length - besides < begun
      ? `${begun} records begin, ${out.length - besides} came out, and none was rejected`
      : undefined
  },
  parquet: ({ original }, out, _reject, besides) => compare(out.length - besides, original.rows, 'rows'),
}

const unclassified = /INTERNAL|Assertion|vector::|std::|bad_alloc/i

const told = ({ problems, exitCode }: RunResult): string | null => {
  const errors = problems.filter(problem => problem.severity === 'error')
  const [first] = errors
  if (![0, 1, 2, 3].includes(exitCode)) return `exit code ${exitCode}`
  if (exitCode === 0) return null
  if (!first) return `exit code ${exitCode} without a problem`
  if (!Object.hasOwn(problemCatalogue, first.code)) return `${first.code} is in no catalogue`
  if (first.code === 'E-ENGINE' || unclassified.test(first.message)) return `${first.code}: ${first.message}`
  return /^.{10}/.test(first.message) ? null : `no sentence: ${first.message}`
}

const flowFor = ({ original, settings, beside }: Mutated) => {
  const path = beside ? `in/*` : `in/${original.name}`
  const source = { path, ...original.settings, ...settings, onDrift: 'ignore' }
  const rejects = original.reader !== 'parquet'
  return flowOf(
    {
      source: [`source.${original.reader}`, source],
      good: ['sink.json', { path: 'out.ndjson', ...(original.reader === 'json' ? { flagged: 'columns' } : {}) }],
      ...(rejects ? { bad: ['sink.json', { path: 'reject.ndjson' }] } : {}),
    },
    ['source.out good.in', ...(rejects ? ['source.reject bad.in'] : [])],
  )
}

/** Sends a file through the engine, from source to sinks, and says what should not have been. */
export const judge = async (engine: Engine, folder: string, file: Mutated): Promise<Verdict> => {
  rmSync(join(folder, 'in'), { recursive: true, force: true })
  for (const name of ['out.ndjson', 'reject.ndjson']) rmSync(join(folder, name), { force: true })
  mkdirSync(join(folder, 'in'), { recursive: true })
  writeFileSync(join(folder, 'in', file.original.name), file.bytes)
  if (file.beside) writeFileSync(join(folder, 'in', `a-${basename(file.original.name)}`), file.original.bytes)
  const request = {
    flow: flowFor(file),
    path: join(folder, 'fuzz.flow.json'),
    folder,
    params: {},
    asOf: '2024-01-01T00:00:00Z',
  }
  const result = await engine.run(request, { to: [], state: join(folder, '.weir'), sha256: '' })
  const { exitCode } = result
  const fault = told(result)
  const { counting } = file.original
  if (fault !== null || exitCode !== 0 || counting === null) return { fault, exitCode, counted: false }
  const out = rowsOf(join(folder, 'out.ndjson'))
  const reject = rowsOf(join(folder, 'reject.ndjson'))
  const wrong = counts[counting](file, out, reject, file.beside ? file.original.rows : 0)
  return { fault: wrong ?? null, exitCode, counted: wrong !== null }
}
