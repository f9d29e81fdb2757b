import { beforeAll, describe, expect, test } from 'vitest'
import { call, cast, column, literal, op, project, scan } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import { type Columns, createColumns } from '#engine/duckdb/columns.ts'
import { databaseOfTests } from './session-of-tests.ts'

const { session } = databaseOfTests()
let columns: Columns
beforeAll(() => {
  columns = createColumns(session())
})

const file = scan({
  reader: 'csv',
  files: ['/nowhere/at/all.csv'],
  options: {},
  columns: [
    { name: 'email', type: 'VARCHAR' },
    { name: 'tags', type: 'VARCHAR[]' },
    { name: 'doc', type: 'JSON' },
  ],
  rejects: null,
})
const typed = (text: string) => ({ kind: 'text', text, references: [], parameters: [], volatile: false }) as const
const of = (expression: Expression) => columns(project(file, [{ name: 'x', expression }]))

describe('columns of a relation', () => {
  test('are told without touching a file', async () => {
    expect(await columns(file)).toEqual({ ok: true, columns: file.columns })
    expect(await of(cast(literal('1'), 'DECIMAL(12,2)'))).toMatchObject({
      columns: [{ name: 'x', type: 'DECIMAL(12,2)' }],
    })
  })

  test('are a problem with the nearest name where one does not exist', async () => {
    expect(await of(column('emial'))).toMatchObject({ problem: { code: 'E-COLUMN-UNKNOWN' } })
    expect(await of(typed('upper(emial)'))).toMatchObject({
      ok: false,
      problem: {
        code: 'E-COLUMN-UNKNOWN',
        message: 'There is no column `emial` in the input.',
        hint: 'did you mean `email`?',
      },
    })
  })

  test('are a problem in a sentence where types do not fit', async () => {
    expect(await of(op('+', column('tags'), literal(1)))).toMatchObject({ problem: { code: 'E-EXPRESSION-TYPE' } })
    expect(await of(call('lowre', column('email')))).toMatchObject({
      problem: { code: 'E-EXPRESSION-TYPE', message: 'There is no function `lowre`.', hint: 'did you mean `lower`?' },
    })
    const outcome = await of(call('date_part', column('email'), column('email')))
    expect(outcome.ok ? '' : outcome.problem.message).toMatch(
      /^No function matches .*date_part\(VARCHAR, VARCHAR\).*\.$/,
    )
    expect(outcome.ok ? '' : outcome.problem.message).not.toMatch(/\n|LINE|Candidate/)
  })
})
