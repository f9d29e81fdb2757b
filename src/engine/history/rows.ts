import type { NodeReport, QualityReport, Report } from '#core/report.ts'
import { readFigures } from '#core/runs/figures.ts'
import { fromCells, type Keys, toCells, type Values } from './keys.ts'
import type { TableName } from './schema.ts'

/** Rows of all tables, by column. */
export type Rows = Readonly<Record<TableName, readonly Values[]>>

const flowKeys: Keys = { name: 'name', path: 'path', sha256: 'sha256' }
const runKeys: Keys = {
  run: 'id',
  status: 'status',
  started_at: 'startedAt',
  finished_at: 'finishedAt',
  as_of: 'asOf',
  params: 'params',
  engine: 'engine',
}
const qualityKeys: Keys = { flagged_rows: 'flaggedRows', score: 'score' }
const usageKeys: Keys = { memory_bytes: 'memoryBytes', spilled_bytes: 'spilledBytes' }
const nodeKeys: Keys = { status: 'status', ms: 'ms' }
const readKeys: Keys = { files: 'files', bytes: 'bytes', modified: 'modified' }
const portKeys: Keys = { rows: 'rows', flagged: 'flagged?' }
const ruleKeys: Keys = {
  rule: 'id',
  kind: 'kind',
  columns: 'columns',
  dimension: 'dimension',
  severity: 'severity',
  evaluated: 'evaluated',
  failed: 'failed',
  gate: 'gate',
  observed: 'observed?',
}
const sinkKeys: Keys = { target: 'target', rows: 'rows', bytes: 'bytes', published: 'published' }

const withRest = ({ cells, rest }: ReturnType<typeof toCells>): Values => ({ ...cells, more: rest })

const dimensionRows = (run: string, node: string | null, { dimensions }: QualityReport): readonly Values[] =>
  Object.entries(dimensions).map(([dimension, score], position) => ({ run, node, position, dimension, score }))

const without = (value: object, ...keys: readonly string[]): object =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)))

const isEmpty = (values: object | null): boolean => values === null || Object.keys(values).length === 0

/** An empty list of rules and what else a node's quality says have no rows of their own. */
const nodeRow = (node: NodeReport): Values => {
  const { cells, rest } = toCells(without(node, 'ports', 'rules', 'quality', 'read'), nodeKeys)
  const quality = node.quality ? without(node.quality, 'score', 'dimensions') : null
  const more = {
    ...rest,
    ...(node.rules?.length === 0 ? { rules: [] } : {}),
    ...(isEmpty(quality) ? {} : { quality }),
  }
  const read = toCells(node.read ?? {}, readKeys).cells
  return { ...cells, ...read, score: node.quality?.score ?? null, more: isEmpty(more) ? null : more }
}

/** A report as rows, one for each thing that it counts. */
export const toRows = (flow: string, report: Report): Rows => {
  const run = report.run.id
  const nodes = Object.entries(report.nodes)
  const parts = {
    flow: toCells(report.flow, flowKeys),
    run: toCells(without(report.run, 'usage'), runKeys),
    quality: toCells(without(report.quality, 'dimensions'), qualityKeys),
  }
  const rests = Object.fromEntries(
    Object.entries(parts).flatMap(([name, { rest }]) => (rest === null ? [] : [[name, rest]])),
  )
  const others = without(report, 'weir', 'flow', 'run', 'nodes', 'sinks', 'quality', 'problems')
  const more = { ...rests, ...(isEmpty(others) ? {} : { others }) }
  const { rows, bytes, modified } = readFigures(report)
  const figures = { rows_in: rows, bytes_in: bytes, data_at: modified }
  const ofNode = (node: string, position: number) => ({ run, node, position })
  return {
    runs: [
      {
        ...Object.assign({}, ...Object.values(parts).map(({ cells }) => cells)),
        ...toCells(report.run.usage ?? {}, usageKeys).cells,
        ...figures,
        flow,
        problems: report.problems,
        more: isEmpty(more) ? null : more,
      },
    ],
    nodes: nodes.map(([id, node], i) => ({ ...ofNode(id, i), ...nodeRow(node) })),
    ports: nodes.flatMap(([id, { ports }]) =>
      Object.entries(ports).map(([port, of], i) => ({ ...ofNode(id, i), port, ...withRest(toCells(of, portKeys)) })),
    ),
    rules: nodes.flatMap(([id, { rules }]) =>
      (rules ?? []).map((rule, i) => ({ ...ofNode(id, i), ...withRest(toCells(rule, ruleKeys)) })),
    ),
    dimensions: [
      ...dimensionRows(run, null, report.quality),
      ...nodes.flatMap(([id, { quality }]) => (quality ? dimensionRows(run, id, quality) : [])),
    ],
    sinks: Object.entries(report.sinks).map(([id, sink], i) => ({
      ...ofNode(id, i),
      ...withRest(toCells(sink, sinkKeys)),
    })),
  }
}

/** The scores of a run by dimension, of a node or of the whole flow. */
const dimensionsOf = (rows: Rows, run: unknown, node: unknown): Readonly<Record<string, number>> =>
  Object.fromEntries(
    rows.dimensions
      .filter(row => row.run === run && row.node === node)
      .map(row => [String(row.dimension), Number(row.score)]),
  )

const moreOf = (row: Values): Readonly<Record<string, object | undefined>> =>
  (row.more ?? {}) as Readonly<Record<string, object | undefined>>

/** A node of a run as it was recorded. */
export const nodeFrom = (row: Values, rows: Rows): NodeReport => {
  const isOwn = (other: Values) => other.run === row.run && other.node === row.node
  const { quality, ...more } = moreOf(row)
  const rules = rows.rules.filter(isOwn).map(rule => fromCells(rule, ruleKeys, rule.more))
  const node: Values = {
    ...fromCells(row, nodeKeys, more),
    ports: Object.fromEntries(rows.ports.filter(isOwn).map(port => [port.port, fromCells(port, portKeys, port.more)])),
    ...(rules.length === 0 ? {} : { rules }),
    ...(row.files === null ? {} : { read: fromCells(row, readKeys, null) }),
    ...(row.score === null
      ? {}
      : { quality: { score: row.score, dimensions: dimensionsOf(rows, row.run, row.node), ...quality } }),
  }
  return node as unknown as NodeReport
}

/** A report as it was recorded. */
export const reportFrom = (row: Values, rows: Rows): Report => {
  const { flow, run, quality, others } = moreOf(row)
  const isOwn = (other: Values) => other.run === row.run
  const report: Values = {
    weir: 1,
    flow: fromCells(row, flowKeys, flow),
    run: {
      ...fromCells(row, runKeys, run),
      ...(row.memory_bytes === null ? {} : { usage: fromCells(row, usageKeys, null) }),
    },
    nodes: Object.fromEntries(rows.nodes.filter(isOwn).map(node => [node.node, nodeFrom(node, rows)])),
    sinks: Object.fromEntries(rows.sinks.filter(isOwn).map(sink => [sink.node, fromCells(sink, sinkKeys, sink.more)])),
    quality: { ...fromCells(row, qualityKeys, quality), dimensions: dimensionsOf(rows, row.run, null) },
    problems: row.problems,
    ...others,
  }
  return report as unknown as Report
}
