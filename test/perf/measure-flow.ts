import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { BenchData } from './data.ts'
import { benchFlow, chainFlow } from './flow.ts'
import { handChain, handCounts, handWritten, program } from './hand-written.ts'
import { figure, type Measure, round, type Taken, takenByTurns, weir } from './measure.ts'

const formats = ['csv', 'parquet'] as const

/** Throws where two files have not the same rows. */
const compare = async (ours: string, theirs: string, files: readonly string[]): Promise<void> => {
  const instance = await DuckDBInstance.create(':memory:')
  try {
    const connection = await instance.connect()
    for (const file of files) {
      const [a, b] = [ours, theirs].map(folder => `FROM '${join(folder, file)}'`)
      const found = await connection.runAndReadAll(
        `SELECT (SELECT count(*) FROM ((${a} EXCEPT ALL ${b}) UNION ALL (${b} EXCEPT ALL ${a}))), (SELECT count(*) ${a})`,
      )
      const [other, all] = found.getRows()[0]!.map(Number)
      if (other !== 0 || all === 0) throw new Error(`The flow and the hand-written SQL differ in ${file}`)
    }
    connection.closeSync()
  } finally {
    instance.closeSync()
  }
}

/** Flows against the SQL that a person would write for the same files, each as a process from start to end. */
export const measureFlow = async (
  { files }: BenchData,
  rows: number,
  times: number,
  scratch: string,
): Promise<readonly Measure[]> => {
  const results: Measure[] = []
  const million = `${round(rows / 1e6, 2)} M rows`
  for (const format of formats) {
    const [ours, theirs] = ['weir', 'hand'].map(who => join(scratch, `${format}-${who}`)) as [string, string]
    for (const folder of [ours, theirs]) mkdirSync(folder, { recursive: true })
    const of = (table: 'orders' | 'customers') => `read_${format}('${files[format][table]}')`
    const sources = { orders: of('orders'), customers: of('customers') }
    const byHand = (statements: readonly string[]) => ['--input-type=module', '-e', program(statements)]
    const ofWeir = (name: string, flow: ReturnType<typeof benchFlow>) => {
      const file = join(scratch, `${format}-${name}.flow.json`)
      writeFileSync(file, `${JSON.stringify(flow, null, 2)}\n`)
      return [weir, 'run', file, '--no-cache']
    }
    const statements = handWritten(sources, theirs)
    const [flow, hand, counted, chain, one] = takenByTurns(scratch, times, [
      ofWeir('flow', benchFlow(format, files[format], ours)),
      byHand(statements),
      byHand([...statements, ...handCounts(sources)]),
      ofWeir('chain', chainFlow(format, files[format], ours)),
      byHand(handChain(sources, theirs)),
    ]) as [Taken, Taken, Taken, Taken, Taken]
    await compare(ours, theirs, ['by_month.csv', 'large.parquet', 'rejected.parquet', 'chain.parquet'])
    const add = (name: string, own: Taken, other: Taken, goal: number) =>
      results.push(
        figure(`${name}, ${format}, ${million}`, round(own.wall, 2), 's', null),
        figure(`${name} against hand-written SQL`, round(own.wall / other.wall, 2), 'ratio', goal),
        figure('The same in cores together', round(own.cpu / other.cpu, 2), 'ratio', goal),
      )
    add('Flow with its counts', flow, hand, 1.15)
    add('Flow, the SQL counting as well', flow, counted, 1.05)
    add('Chain of 40 nodes', chain, one, 1.1)
  }
  return results
}
