import type { FlowRequest } from '#engine/api.ts'
import type { PageQuery } from '#engine/types.ts'
import type { BenchData } from './data.ts'
import { benchFlow } from './flow.ts'
import { figure, type Measure, median, round, type Taken } from './measure.ts'

export type Format = 'csv' | 'parquet'

/** Nodes that tell rows one by one. */
export const streaming = ['orders', 'clean', 'live', 'check', 'large'] as const
/** Nodes that tell rows of a sample, before all are read. */
export const sampled = ['of_customer', 'month'] as const
/** Nodes that read all rows before they tell any. */
export const blocking = ['by_month', 'sorted'] as const

export const rowsOfPage = 200

export const pageQuery = (node: string, quick: boolean): PageQuery => ({
  node,
  port: null,
  offset: 0,
  limit: rowsOfPage,
  cutAt: 500,
  quick,
})

export const requestOf = (data: BenchData, format: Format, folder: string): FlowRequest => ({
  flow: benchFlow(format, data.files[format], folder),
  path: null,
  folder,
  params: {},
  asOf: '2024-06-30T12:00:00Z',
})

/** The median of some works. */
export const repeated = async (times: number, work: () => Promise<Taken>): Promise<Taken> => {
  const taken: Taken[] = []
  for (let i = 0; i < times; i++) taken.push(await work())
  return { wall: median(taken.map(({ wall }) => wall)), cpu: median(taken.map(({ cpu }) => cpu)) }
}

/** The time that somebody waits, which has a goal, and that of all cores, which other work on the machine hardly changes. */
export const figures = (
  name: string,
  rows: number,
  { wall, cpu }: Taken,
  unit: string,
  goal: number,
): readonly Measure[] => {
  const million = `${round(rows / 1e6, 2)} M rows`
  return [
    figure(`${name}, ${million}`, round(wall, 3), unit, goal),
    figure(`${name}, of all cores, ${million}`, round(cpu, 3), unit, null),
  ]
}
