import type { GridFlag, GridPage, GridSource } from '#renderer/grid/types.ts'

const columns = [
  ['order_id', 'BIGINT'],
  ['order_date', 'DATE'],
  ['customer', 'VARCHAR'],
  ['email', 'VARCHAR'],
  ['amount', 'DECIMAL(12,2)'],
  ['country', 'VARCHAR'],
  ['status', 'VARCHAR'],
  ['ship_date', 'DATE'],
  ['phone', 'VARCHAR'],
].map(([name = '', type = '']) => ({ name, type }))

const people = [
  'Jonas Weber',
  'Maria Rossi',
  'Ane Larsen',
  'Tom Hughes',
  'Inés Vidal',
  'Piet de Vries',
  'Léa Martin',
  'Ola Nowak',
]
const countries = ['DE', 'IT', 'NO', 'UK', 'ES', 'NL', 'FR', 'PL']

const flag = (
  column: string,
  severity: GridFlag['severity'],
  kind: string,
  message: string,
  value: unknown,
): GridFlag => ({
  node: 'check',
  rule: column,
  kind,
  columns: [column],
  severity,
  message,
  value,
  via: [],
})

const rowAt = (row: number): { readonly values: readonly unknown[]; readonly flags: readonly GridFlag[] } => {
  const person = row % people.length
  const name = people[person] ?? ''
  const bad = row % 9 === 1
  const email = `${name.toLowerCase().replace(' ', '.')}${bad ? '@@' : '@'}example.org`
  const negative = row % 31 === 6
  const amount = (negative ? -49.9 : 59.9 + (row % 37) * 6.85).toFixed(2)
  const flags = [
    ...(bad ? [flag('email', 'error', 'format', 'Not an email address', email)] : []),
    ...(negative ? [flag('amount', 'error', 'range', 'Below 0', amount)] : []),
    ...(countries[person] === 'UK' ? [flag('country', 'warning', 'in_set', 'Not an ISO code', 'UK')] : []),
    ...(row % 53 === 4 ? [flag('order_id', 'critical', 'unique', 'Not unique', 20048211 + row)] : []),
    ...(row % 17 === 6 ? [flag('phone', 'info', 'pattern', 'Does not look like +CC and digits', 'call after 5')] : []),
  ]
  const shipped = row % 11 === 6 ? null : '2024-09-05'
  const phone = row % 17 === 6 ? 'call after 5' : row % 7 === 2 ? null : `+49 30 5550 ${100 + (row % 900)}`
  return {
    values: [20048211 + row, '2024-09-03', name, email, amount, countries[person], 'paid', shipped, phone],
    flags,
  }
}

/** Rows made up on the spot, as many as are asked for; `wide` adds columns of numbers. */
export const madeUp = (rows: number, wide = 0, pause = 10): GridSource => {
  const more = Array.from({ length: wide }, (_, index) => ({ name: `measure_${index + 1}`, type: 'DOUBLE' }))
  return {
    place: `check.out ${rows} ${wide}`,
    page: async (offset, limit, _quick, signal): Promise<GridPage> => {
      await new Promise(resolve => setTimeout(resolve, pause))
      signal.throwIfAborted()
      const found = Array.from({ length: Math.max(0, Math.min(limit, rows - offset)) }, (_, index) =>
        rowAt(offset + index),
      )
      const numbers = (row: number) => more.map((_, index) => ((row * 31 + index * 17) % 9973) / 7)
      return {
        columns: [...columns, ...more],
        rows: found.map((row, index) => [...row.values, ...numbers(offset + index)]),
        flags: found.map(row => [...row.flags]),
        rowCount: rows,
        totalCount: rows,
        flaggedCount: Math.round(rows * 0.057),
        scope: 'all',
        cut: [],
        ms: 42,
      }
    },
    cell: async (row, column) => ({
      value: String(rowAt(row).values[columns.findIndex(each => each.name === column)] ?? ''),
      truncated: false,
    }),
    counts: async () => ({
      flagged: Math.round(rows * 0.057),
      severities: { info: 0, warning: 0, error: Math.round(rows * 0.057), critical: 0 },
      rules: [],
      columns: [],
      evaluations: [],
    }),
    lane: async parts => ({
      rows,
      marks: Array.from({ length: Math.min(parts, rows) }, (_, part) => Math.floor((part * rows) / parts))
        .map(row => [row, rowAt(row).flags[0]?.severity] as const)
        .flatMap(([row, severity]) => (severity ? [[row, severity] as [number, typeof severity]] : [])),
    }),
    nextFlagged: async (from, backwards) => {
      for (let row = from; row >= 0 && row < rows; row += backwards ? -1 : 1) if (rowAt(row).flags.length) return row
      return null
    },
  }
}
