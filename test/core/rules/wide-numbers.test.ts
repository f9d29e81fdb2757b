import { describe, expect, it } from 'vitest'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'
import { judgements } from './outcomes.ts'

const { session } = databaseOfTests()

const nines = '9'.repeat(38)

describe('a number beside one that no common decimal holds', () => {
  it.each([
    ['DECIMAL(38,0)', [nines, '0', '-1'], 0.5, '.XX'],
    ['DECIMAL(38,0)', [nines, '7', '6'], 7, '..X'],
    ['DECIMAL(38,30)', ['99999999.5', '0.5'], 123456789012, 'XX'],
    ['DECIMAL(38,38)', ['0.5', '0.1'], 12, 'XX'],
    ['DECIMAL(18,2)', ['0.29', '0.30'], 0.3, 'X.'],
    ['DECIMAL(18,2)', ['1.00'], nines, 'X'],
    ['HUGEINT', ['170141183460469231731687303715884105727', '0'], 0.5, '.X'],
    ['BIGINT', ['9007199254740993', '9007199254740992'], '9007199254740993', '.X'],
    ['UBIGINT', ['18446744073709551615', '1'], '18446744073709551615', '.X'],
    ['DOUBLE', ['1e300', '1e-300'], 1e-299, '.X'],
  ] as const)('%s %j with the lower bound %j is %s', async (type, values, min, expected) => {
    const table = { columns: [{ name: 'a', type }], rows: values.map(value => [value]) }
    expect(await judgements(session(), { rules: [{ kind: 'range', columns: ['a'], min }], table })).toEqual([expected])
  })
})
