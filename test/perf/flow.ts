import type { Flow } from '#core/flow/types.ts'

type Nodes = Flow['nodes']

/** Tables that the flows read. */
export interface BenchFiles {
  readonly orders: string
  readonly customers: string
}

const node = (kind: string, settings: Record<string, unknown>): Nodes[string] => ({ kind, version: 1, settings })

const flow = (name: string, nodes: Nodes, edges: Flow['edges']): Flow => ({
  weir: 1,
  name,
  params: {},
  nodes,
  edges,
  tests: [],
  layout: { nodes: {}, groups: [], notes: [] },
})

/** Clean, filter, validate, join, aggregate, and three sinks: the flow whose hand-written twin is in hand-written.ts. */
export const benchFlow = (format: 'csv' | 'parquet', { orders, customers }: BenchFiles, out: string): Flow =>
  flow(
    `Bench ${format}`,
    {
      orders: node(`source.${format}`, { path: orders }),
      customers: node(`source.${format}`, { path: customers }),
      clean: node('transform.formula', {
        columns: [
          { name: 'status', expression: 'lower(trim(status))' },
          { name: 'email', expression: 'lower(trim(email))' },
        ],
        onError: 'fail',
      }),
      live: node('transform.filter', { where: "status <> 'cancelled'" }),
      check: node('validate.rules', {
        rules: [
          { id: 'email', kind: 'format', columns: ['email'], format: 'email' },
          { id: 'amount', kind: 'range', columns: ['amount'], min: 0 },
          { id: 'country', kind: 'not_null', columns: ['country'] },
          {
            id: 'known',
            kind: 'in_set',
            columns: ['country'],
            values: ['DE', 'IT', 'NO', 'GB', 'ES'],
            severity: 'warning',
          },
        ],
      }),
      of_customer: node('transform.join', { keys: [{ left: 'customer_id', right: 'customer_id' }] }),
      month: node('transform.formula', {
        columns: [{ name: 'month', expression: "date_trunc('month', order_date)" }],
        onError: 'fail',
      }),
      by_month: node('transform.aggregate', {
        keys: ['month', 'segment'],
        measures: [
          { name: 'orders', function: 'count' },
          { name: 'amount', function: 'sum', expression: 'CAST(amount AS DECIMAL(12, 2))' },
        ],
      }),
      sorted: node('transform.sort', { by: [{ column: 'month' }, { column: 'segment' }] }),
      large: node('transform.filter', { where: 'amount >= 1000' }),
      result: node('sink.csv', { path: `${out}/by_month.csv` }),
      biggest: node('sink.parquet', { path: `${out}/large.parquet` }),
      rejected: node('sink.parquet', { path: `${out}/rejected.parquet` }),
    },
    [
      { from: 'orders.out', to: 'clean.in' },
      { from: 'clean.out', to: 'live.in' },
      { from: 'live.match', to: 'check.in' },
      { from: 'check.pass', to: 'of_customer.left' },
      { from: 'customers.out', to: 'of_customer.right' },
      { from: 'of_customer.out', to: 'month.in' },
      { from: 'month.out', to: 'by_month.in' },
      { from: 'by_month.out', to: 'sorted.in' },
      { from: 'sorted.out', to: 'result.in' },
      { from: 'check.pass', to: 'large.in' },
      { from: 'large.match', to: 'biggest.in' },
      { from: 'check.reject', to: 'rejected.in' },
    ],
  )

/** What a light node of the chain does: keeps some rows, or computes a column anew. */
export type Light = { readonly where: string } | { readonly name: string; readonly expression: string }

/** Forty light steps, one after another. */
export const lights: readonly Light[] = Array.from({ length: 10 }, (_, i): readonly Light[] => [
  { name: 'amount', expression: `amount + ${i}` },
  { where: `order_id % ${31 + 2 * i} <> ${i}` },
  { name: 'status', expression: i % 2 === 0 ? 'trim(status)' : 'upper(status)' },
  { name: 'customer_id', expression: `customer_id + ${i + 1}` },
]).flat()

/** The forty steps as nodes between a source and a sink. */
export const chainFlow = (format: 'csv' | 'parquet', { orders }: BenchFiles, out: string): Flow => {
  const steps = lights.map((light, i) => {
    const made =
      'where' in light
        ? node('transform.filter', light)
        : node('transform.formula', { columns: [light], onError: 'fail' })
    return { id: `n${i}`, made, port: 'where' in light ? 'match' : 'out' }
  })
  const from = [{ id: 'orders', port: 'out' }, ...steps]
  const to = [...steps.map(({ id }) => id), 'result']
  return flow(
    `Chain ${format}`,
    {
      orders: node(`source.${format}`, { path: orders }),
      ...Object.fromEntries(steps.map(({ id, made }) => [id, made])),
      result: node('sink.parquet', { path: `${out}/chain.parquet` }),
    },
    to.map((id, i) => ({ from: `${from[i]!.id}.${from[i]!.port}`, to: `${id}.in` })),
  )
}

/** Twenty nodes with a validator and a join, the last of which an edit changes before what is written. */
export const twentyFlow = (format: 'csv' | 'parquet', files: BenchFiles, out: string, edit: number): Flow => {
  const { nodes } = benchFlow(format, files, out)
  const light = (from: number) =>
    lights
      .slice(from, from + 4)
      .map((step, i): readonly [string, Nodes[string], string] =>
        'where' in step
          ? [`n${from + i}`, node('transform.filter', step), 'match']
          : [`n${from + i}`, node('transform.formula', { columns: [step], onError: 'fail' }), 'out'],
      )
  const edited = node('transform.formula', {
    columns: [{ name: 'amount', expression: `amount + ${edit}` }],
    onError: 'fail',
  })
  const chain: readonly (readonly [string, Nodes[string], string])[] = [
    ['orders', nodes.orders!, 'out'],
    ['clean', nodes.clean!, 'out'],
    ['live', nodes.live!, 'match'],
    ...light(0),
    ['check', nodes.check!, 'pass'],
    ['of_customer', nodes.of_customer!, 'out'],
    ...light(4),
    ['month', nodes.month!, 'out'],
    ['by_month', nodes.by_month!, 'out'],
    ['sorted', nodes.sorted!, 'out'],
    ['few', node('transform.filter', { where: 'orders > 0' }), 'match'],
    ['edited', edited, 'out'],
    ['result', nodes.result!, ''],
  ]
  return flow(
    `Twenty ${format}`,
    { customers: nodes.customers!, ...Object.fromEntries(chain.map(([id, made]) => [id, made])) },
    [
      { from: 'customers.out', to: 'of_customer.right' },
      ...chain.slice(1).map(([id], i) => ({
        from: `${chain[i]![0]}.${chain[i]![2]}`,
        to: `${id}.${id === 'of_customer' ? 'left' : 'in'}`,
      })),
    ],
  )
}
