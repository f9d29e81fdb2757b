import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import type { Flow } from '#core/flow/types.ts'
import { benchData } from './data.ts'
import { program } from './hand-written.ts'
import { figure, type Measure, round, type Taken, takenByTurns, weir } from './measure.ts'

/** What is done to one line of a hundred. */
const faults = {
  'a cell too many': (line: string) => line.replace(',', ',,'),
  'a cell that is no number': (line: string) => line.replace(/^\d+/, 'many'),
}

/** A file in which one line of a hundred is changed. */
export const withFaults = async (from: string, to: string, change: (line: string) => string): Promise<void> => {
  if (existsSync(to)) return
  const out = createWriteStream(`${to}.part`)
  let at = 0
  let batch = ''
  for await (const line of createInterface({ input: createReadStream(from) })) {
    batch += `${at % 100 === 50 ? change(line) : line}\n`
    at += 1
    if (batch.length < 1 << 20) continue
    if (!out.write(batch)) await new Promise<void>(resolve => out.once('drain', resolve))
    batch = ''
  }
  await new Promise<void>(resolve => out.end(batch, () => resolve()))
  renameSync(`${to}.part`, to)
}

export const types = {
  order_id: 'BIGINT',
  customer_id: 'BIGINT',
  order_date: 'DATE',
  status: 'VARCHAR',
  amount: 'DOUBLE',
  email: 'VARCHAR',
  country: 'VARCHAR',
}

export const typesText = `{${Object.entries(types)
  .map(([name, type]) => `'${name}': '${type}'`)
  .join(', ')}}`

/** DuckDB's own reading. */
const typedRead = (read: string, target: string): string =>
  program([`COPY (FROM ${read}) TO '${target}' (FORMAT parquet, COMPRESSION zstd)`])

const flowOf = (kind: string, path: string, target: string): Flow => ({
  weir: 1,
  name: 'Reading',
  params: {},
  nodes: {
    rows: { kind, version: 1, settings: { path, types } },
    out: { kind: 'sink.parquet', version: 1, settings: { path: target } },
  },
  edges: [{ from: 'rows.out', to: 'out.in' }],
  tests: [],
  layout: { nodes: {}, groups: [], notes: [] },
})

export interface Reading {
  /** As people call the format. */
  readonly title: string
  readonly kind: string
  /** DuckDB's table function with form and types given. */
  readonly read: string
  /** What is read: what it is like, where it lies, and what it may cost against DuckDB's reading. */
  readonly files: readonly (readonly [string, string, number])[]
}

/** What a whole `weir run` over each file costs, by turns, against DuckDB's own typed read of the clean one. */
export const measureReading = (
  { title, kind, read, files }: Reading,
  rows: number,
  times: number,
): readonly Measure[] => {
  const scratch = mkdtempSync(join(tmpdir(), 'weir-bench-read-'))
  try {
    const flows = files.map(([, path], i) => {
      const flow = join(scratch, `${i}.flow.json`)
      writeFileSync(flow, JSON.stringify(flowOf(kind, path, join(scratch, `${i}.parquet`))))
      return [weir, 'run', flow]
    })
    const works = [['--input-type=module', '-e', typedRead(read, join(scratch, 'typed.parquet'))], ...flows]
    const [typed, ...own] = takenByTurns(scratch, times, works) as [Taken, ...Taken[]]
    const million = `${round(rows / 1e6, 2)} M rows`
    return [
      figure(`DuckDB's typed read, ${million}, cores together`, round(typed.cpu, 2), 's', null),
      ...files.flatMap(([name, , goal], i) => [
        figure(`${title}, ${name}, against it, ${million}`, round(own[i]!.wall / typed.wall, 2), 'ratio', goal),
        figure(`The same in cores together`, round(own[i]!.cpu / typed.cpu, 2), 'ratio', goal),
      ]),
    ]
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** Clean lines, and files with 1 % of bad ones. */
export const measureCsv = async (rows: number, times: number): Promise<readonly Measure[]> => {
  const { csv, folder } = await benchData(rows)
  const files: [string, string, number][] = [['clean', csv, 1.5]]
  for (const [name, change] of Object.entries(faults)) {
    const path = join(folder, `${name.replaceAll(' ', '-')}.csv`)
    await withFaults(csv, path, change)
    files.push([`1 % with ${name}`, path, 2.5])
  }
  const read = `read_csv('${csv}', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', columns = ${typesText})`
  return measureReading({ title: 'CSV', kind: 'source.csv', read, files }, rows, times)
}

export const printMeasures = (measures: readonly Measure[]): void => {
  for (const { name, value, unit, goal } of measures)
    console.log(`${name}: ${value} ${unit}${goal === null ? '' : ` (goal ${goal})`}`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [rows = Number(process.env.WEIR_BENCH_ROWS ?? 10_000_000), times = 5] = process.argv.slice(2).map(Number)
  printMeasures(await measureCsv(rows, times))
}
