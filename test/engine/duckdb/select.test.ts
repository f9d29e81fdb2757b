import { beforeAll, describe, expect, test } from 'vitest'
import type { CompileWorld } from '#core/compile/types.ts'
import { createSelect } from '#engine/duckdb/select.ts'
import { databaseOfTests } from './session-of-tests.ts'

const { session } = databaseOfTests()
let select: CompileWorld['select']
beforeAll(() => {
  select = createSelect(session())
})

const inputs = [
  {
    name: 'orders',
    columns: [
      { name: 'id', type: 'BIGINT' },
      { name: 'day', type: 'DATE' },
    ],
  },
  {
    name: 'Order Items',
    columns: [
      { name: 'id', type: 'BIGINT' },
      { name: 'price', type: 'DECIMAL(8,2)' },
    ],
  },
]
const parameters = { since: { kind: 'literal', value: '2024-01-01', type: 'DATE' } } as const

const refusal = async (text: string) => {
  const outcome = await select(text, inputs, parameters)
  if (outcome.ok) throw new Error(`${text} was not refused`)
  const { range } = outcome.problem
  return { ...outcome.problem, at: range ? text.slice(range.start, range.end) : null }
}

describe('a SELECT over inputs', () => {
  test.each([
    [
      'SELECT id, price * 2 AS twice FROM orders JOIN "order items" USING (id)',
      [
        ['id', 'BIGINT'],
        ['twice', 'DECIMAL(18,2)'],
      ],
      false,
    ],
    [
      'FROM orders ORDER BY day',
      [
        ['id', 'BIGINT'],
        ['day', 'DATE'],
      ],
      true,
    ],
    ['WITH o AS (FROM orders) SELECT count(*) AS n FROM o', [['n', 'BIGINT']], false],
    ['WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 5) FROM r', [['n', 'INTEGER']], false],
    ['(WITH o AS (FROM orders) SELECT id FROM o)', [['id', 'BIGINT']], false],
    [
      'SELECT * FROM orders WHERE day > $since -- done',
      [
        ['id', 'BIGINT'],
        ['day', 'DATE'],
      ],
      false,
    ],
    ['SELECT * FROM range(3) r(i)', [['i', 'BIGINT']], false],
    ['SELECT (SELECT max(id) FROM orders) AS m', [['m', 'BIGINT']], false],
    [
      'SELECT * FROM (FROM orders ORDER BY day)',
      [
        ['id', 'BIGINT'],
        ['day', 'DATE'],
      ],
      false,
    ],
  ])('has its columns and its order told: %s', async (text, columns, ordered) => {
    const outcome = await select(text, inputs, parameters)
    expect(outcome).toMatchObject({ ok: true, ordered, columns: columns.map(([name, type]) => ({ name, type })) })
  })

  test('has its parameters located', async () => {
    const text = "SELECT '$since' AS a, $since AS b"
    expect(await select(text, inputs, parameters)).toMatchObject({
      ok: true,
      parameters: [{ name: 'since', start: 22, end: 28 }],
      columns: [
        { name: 'a', type: 'VARCHAR' },
        { name: 'b', type: 'DATE' },
      ],
    })
  })
})

describe('SQL that is not one SELECT over the inputs is refused', () => {
  test.each([
    ['', 'E-SQL', ''],
    ['SELECT 1; SELECT 2', 'E-SQL', ';'],
    ['DELETE FROM orders', 'E-SQL', null],
    ["COPY orders TO 'x.csv'", 'E-SQL', null],
    ["ATTACH 'x.db'", 'E-SQL', null],
    ["SELECT * FROM read_csv('x.csv')", 'E-SQL', 'read_csv'],
    ["SELECT * FROM 'x.csv'", 'E-SQL', "'x.csv'"],
    ['SELECT * FROM "/etc/passwd"', 'E-SQL', '"/etc/passwd"'],
    ['SELECT * FROM main.orders', 'E-SQL', 'main'],
    ['SELECT * FROM duckdb_settings()', 'E-SQL', 'duckdb_settings'],
    ["SELECT (SELECT count(*) FROM glob('*')) AS n", 'E-SQL', 'glob'],
    ["SELECT * FROM query('from x')", 'E-SQL', 'query'],
    ['DESCRIBE orders', 'E-SQL', null],
    ['WITH a AS (FROM "x.csv"), "x.csv" AS (SELECT 1) FROM a', 'E-SQL', '"x.csv"'],
    ['SELECT * FROM orders WHERE (day > 1', 'E-SQL', '('],
    ['SELECT * FRM orders', 'E-SQL', 'orders'],
    ["SELECT getvariable('x') AS v", 'E-SQL', 'getvariable'],
    ['SELECT dya FROM orders', 'E-COLUMN-UNKNOWN', 'dya'],
    ['SELECT id /* é */ , größe FROM orders WHERE day > $since', 'E-COLUMN-UNKNOWN', 'größe'],
    ['SELECT * FROM orders JOIN "Order Items" USING (id) WHERE day > $snce', 'E-PARAM-UNKNOWN', '$snce'],
    ['SELECT o.*, i.* FROM orders o, "Order Items" i', 'E-COLUMN-TWICE', null],
    ['SELECT id AS __weir_x FROM orders', 'E-SQL', null],
    ['SELECT lower(id, day) AS x FROM orders', 'E-SQL', 'lower'],
  ])('%s', async (text, code, at) => {
    expect(await refusal(text)).toMatchObject({ code, at })
  })

  test('with the nearest name where there is one', async () => {
    expect(await refusal('SELECT * FROM order')).toMatchObject({ code: 'E-SQL' })
    expect(await refusal('SELECT * FROM ordres')).toMatchObject({ hint: 'did you mean `orders`?', at: 'ordres' })
    expect(await refusal('SELECT dya FROM orders')).toMatchObject({ hint: 'did you mean `day`?' })
  })
})
