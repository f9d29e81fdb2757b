import type { Flow } from '#core/flow/types.ts'

type Nodes = Flow['nodes']

const node = (kind: string, settings: Record<string, unknown>): Nodes[string] => ({ kind, version: 1, settings })

/** Clean, filter, validate, aggregate: the flow whose hand-written twin is in hand-written.ts. */
export const benchFlow = (format: 'csv' | 'parquet', path: string, out: string): Flow => ({
  weir: 1,
  name: `Bench ${format}`,
  params: {},
  nodes: {
    orders: node(`source.${format}`, { path }),
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
    month: node('transform.formula', {
      columns: [{ name: 'month', expression: "date_trunc('month', order_date)" }],
      onError: 'fail',
    }),
    by_month: node('transform.aggregate', {
      keys: ['month', 'status'],
      measures: [
        { name: 'orders', function: 'count' },
        { name: 'amount', function: 'sum', expression: 'CAST(amount AS DECIMAL(12, 2))' },
      ],
    }),
    sorted: node('transform.sort', { by: [{ column: 'month' }, { column: 'status' }] }),
    result: node('sink.csv', { path: `${out}/by_month.csv` }),
    rejected: node('sink.parquet', { path: `${out}/rejected.parquet` }),
  },
  edges: [
    { from: 'orders.out', to: 'clean.in' },
    { from: 'clean.out', to: 'live.in' },
    { from: 'live.match', to: 'check.in' },
    { from: 'check.pass', to: 'month.in' },
    { from: 'month.out', to: 'by_month.in' },
    { from: 'by_month.out', to: 'sorted.in' },
    { from: 'sorted.out', to: 'result.in' },
    { from: 'check.reject', to: 'rejected.in' },
  ],
  tests: [],
  layout: { nodes: {}, groups: [], notes: [] },
})
