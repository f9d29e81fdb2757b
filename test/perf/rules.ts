import type { Flow } from '#core/flow/types.ts'

type Nodes = Flow['nodes']
type Rule = Readonly<Record<string, unknown>>

const row = (kind: string, columns: readonly string[], more: Rule = {}): Rule => ({
  id: `${kind}_${columns.join('_')}_${Object.keys(more).join('_')}`,
  kind,
  columns,
  ...more,
})

/** Twenty-eight rules on single rows, of twelve kinds, as one would ask them of the seven columns of the orders. */
export const rowRules: readonly Rule[] = [
  ...['order_id', 'customer_id', 'order_date', 'status', 'amount', 'email'].map(name => row('not_null', [name])),
  row('not_null', ['country'], { severity: 'warning' }),
  row('range', ['order_id'], { min: 1 }),
  row('range', ['customer_id'], { min: 1, max: 500_000 }),
  row('range', ['order_date'], { min: '2020-01-01', max: '2024-12-31' }),
  row('not_in_future', ['order_date']),
  row('range', ['amount'], { min: 0 }),
  row('range', ['amount'], { max: 100_000, maxStrict: true }),
  row('compare', ['amount'], { operator: '<>', value: 99_999.99 }),
  row('not_blank', ['status']),
  row('length', ['status'], { min: 1, max: 20 }),
  row('in_set', ['status'], { values: ['paid', 'shipped', 'open', 'cancelled', ' Paid'] }),
  row('length', ['email'], { min: 6, max: 254 }),
  row('format', ['email'], { format: 'email' }),
  row('not_null', ['email'], { when: "status = 'shipped'", severity: 'critical' }),
  row('length', ['country'], { min: 2, max: 2 }),
  row('pattern', ['country'], { patterns: ['^[A-Z]{2}$'] }),
  row('in_set', ['country'], { values: ['DE', 'IT', 'NO', 'GB', 'ES', 'UK'], severity: 'warning' }),
  row('required_if', ['country'], { condition: 'amount > 1000', severity: 'warning' }),
  row('type', ['amount'], { type: 'DECIMAL(12,2)' }),
  row('expression', ['amount'], { expression: 'amount <> 13.13', severity: 'info' }),
  row('expression', ['order_date'], { expression: "order_date >= DATE '2020-01-01' OR status = 'open'" }),
  row('expression', ['customer_id'], { expression: 'customer_id <> order_id OR order_id < 500001', severity: 'info' }),
]

/** What the others are held against. */
export const oneRule: readonly Rule[] = rowRules.filter(rule => rule.id === 'range_amount_min').slice(0, 1)

/** Eight rules on the whole that one pass can answer. */
export const wholeRules: readonly Rule[] = [
  row('row_count', [], { min: 1 }),
  row('completeness', ['country'], { min: 0.9 }),
  row('mean', ['amount'], { min: 0 }),
  row('min', ['amount'], { min: -100 }),
  row('max', ['amount'], { max: 10_000 }),
  row('sum', ['amount'], { min: 0 }),
  row('stdev', ['amount'], { min: 0 }),
  row('not_constant', ['customer_id']),
]

/** The two rules that look into other rows. */
export const setRules: readonly Rule[] = [
  row('unique', ['order_id']),
  row('reference', ['country'], { input: 'countries', inputColumns: ['code'] }),
]

const node = (kind: string, settings: Record<string, unknown>): Nodes[string] => ({ kind, version: 1, settings })

/** The orders, judged by some rules and split into two files. */
export const splitFlow = (format: 'csv' | 'parquet', path: string, out: string, rules: readonly Rule[]): Flow => {
  const looksUp = rules.some(rule => rule.input === 'countries')
  return {
    weir: 1,
    name: `Split ${format} by ${rules.length} rules`,
    params: {},
    nodes: {
      orders: node(`source.${format}`, { path }),
      ...(looksUp
        ? {
            countries: node('source.inline', {
              columns: [{ name: 'code', type: 'VARCHAR' }],
              rows: ['DE', 'IT', 'NO', 'GB', 'ES'].map(code => [code]),
            }),
          }
        : {}),
      check: node('validate.rules', { ...(looksUp ? { inputs: ['countries'] } : {}), rules }),
      good: node('sink.parquet', { path: `${out}/pass.parquet` }),
      bad: node('sink.parquet', { path: `${out}/reject.parquet` }),
    },
    edges: [
      { from: 'orders.out', to: 'check.in' },
      ...(looksUp ? [{ from: 'countries.out', to: 'check.countries' }] : []),
      { from: 'check.pass', to: 'good.in' },
      { from: 'check.reject', to: 'bad.in' },
    ],
    tests: [],
    layout: { nodes: {}, groups: [], notes: [] },
  }
}
