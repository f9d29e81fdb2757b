import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { flowOf, flowRunner, put, type Tamper } from './flow-world.ts'
import { temporaryFolder } from './temp-folder.ts'

// with one thread, nodes are done one after another, and the nth count of a run is the same each time
const runner = flowRunner({ threads: 1 })

const orders = `id,k,v\n${Array.from({ length: 20 }, (_, i) => `${i},${'abcd'[i % 4]},${i % 7 || ''}\n`).join('')}`

const names = {
  columns: [
    { name: 'k', type: 'VARCHAR' },
    { name: 'n', type: 'INTEGER' },
  ],
  rows: [
    ['a', '1'],
    ['a', '2'],
    ['b', '3'],
    ['z', '4'],
  ],
}

const flow = flowOf(
  {
    o: ['source.csv', { path: 'o.csv', types: { id: 'INTEGER', k: 'VARCHAR', v: 'INTEGER' } }],
    names: ['source.inline', names],
    few: ['transform.filter', { where: 'id < 15' }],
    tagged: ['transform.formula', { columns: [{ name: 'd', expression: '10 / v' }] }],
    joined: ['transform.join', { type: 'left', keys: [{ left: 'k', right: 'k' }] }],
    check: ['validate.rules', { rules: [{ id: 'v', kind: 'not_null', columns: ['v'] }] }],
    groups: ['transform.aggregate', { keys: ['k', 'id'], totals: 'rollup' }],
    once: ['transform.dedupe', { keys: ['k'], order: [{ column: 'id' }] }],
    both: ['transform.union', {}],
    a: ['sink.csv', { path: 'a.csv' }],
    b: ['sink.csv', { path: 'b.csv' }],
    c: ['sink.csv', { path: 'c.csv', flagged: 'split' }],
    d: ['sink.csv', { path: 'd.csv', flagged: 'leave_out' }],
  },
  [
    'o.out few.in',
    'few.match tagged.in',
    'tagged.out joined.left',
    'names.out joined.right',
    'joined.out check.in',
    'check.pass groups.in',
    'groups.out a.in',
    'few.rest once.in',
    'once.unique both.in',
    'once.duplicates both.in',
    'both.out b.in',
    'check.out c.in',
    'check.reject d.in',
  ],
)

/** Rows of a port, and flagged ones where another count must be the same. */
const held = /^(count|all|rows|rows_(?!reject$).*|flagged|flagged_(match|rest|unique|duplicates|pass|reject))$/

const isHeld = ({ name, statement }: Parameters<Tamper>[0]) =>
  held.test(name) || (name === 'rows_reject' && !statement.includes('__weir_rejects'))

describe('a count that is wrong by one', () => {
  it('fails the run, names a node, and publishes nothing, whichever it is of those that others hold', async () => {
    const [first, folder] = [await temporaryFolder(), await temporaryFolder()]
    for (const each of [first, folder]) await put(join(each, 'o.csv'), orders)
    const counts: Parameters<Tamper>[0][] = []
    const right = await runner.run(first, flow, { tamper: count => counts.push(count) && count.value })
    expect(right.problems).toEqual([])
    const wrong = counts.flatMap((count, at) => (isHeld(count) ? [at] : []))
    expect(wrong.length).toBeGreaterThan(35)
    const blamed = new Map<number, string | undefined>()
    for (const at of wrong) {
      let seen = -1
      const tamper: Tamper = ({ value }) => {
        seen += 1
        return seen === at ? value + 1 : value
      }
      const { exitCode, problems, report } = await runner.run(folder, flow, { tamper })
      const what = `${counts[at]!.name} of ${counts[at]!.statement}`
      expect({ exitCode, codes: problems.map(p => p.code) }, what).toEqual({ exitCode: 1, codes: ['E-ROWS-LOST'] })
      expect(report.run.status).toBe('failed')
      expect((await readdir(folder)).filter(name => name.endsWith('.csv'))).toEqual(['o.csv'])
      blamed.set(at, problems[0]!.node)
    }
    const nodes = new Set(blamed.values())
    expect([...nodes].sort()).toEqual([
      'a',
      'b',
      'both',
      'c',
      'check',
      'd',
      'few',
      'groups',
      'joined',
      'o',
      'once',
      'tagged',
    ])
    expect(await runner.tables()).toEqual([])
  }, 120_000)

  it('is found at a join whose rows are said to match where they do not', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'o.csv'), orders)
    for (const [type, side] of [
      ['inner', 'left'],
      ['semi', 'left'],
      ['full', 'right'],
    ] as const) {
      const joining = flowOf(
        {
          l: ['source.csv', { path: 'o.csv' }],
          r: ['source.inline', names],
          j: ['transform.join', { type, keys: [{ left: 'k', right: 'k' }] }],
          s: ['sink.csv', { path: 's.csv' }],
        },
        ['l.out j.left', 'r.out j.right', 'j.out s.in'],
      )
      const tamper: Tamper = ({ statement, name, value }) =>
        statement.includes('FULL JOIN') && name === `rows_${side}` ? value + 1 : value
      const { exitCode, problems } = await runner.run(folder, joining, { tamper })
      expect(exitCode).toBe(1)
      expect(problems).toMatchObject([
        { code: 'E-ROWS-LOST', node: 'j', message: expect.stringContaining(`came in by \`${side}\``) },
      ])
    }
  })

  it('is found at a semi-, an anti- and an inner join whose output has rows that no match explains', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'o.csv'), orders)
    for (const type of ['semi', 'anti', 'inner'] as const) {
      const joining = flowOf(
        {
          l: ['source.csv', { path: 'o.csv' }],
          r: ['source.inline', names],
          j: ['transform.join', { type, keys: [{ left: 'k', right: 'k' }] }],
          s: ['sink.csv', { path: 's.csv' }],
        },
        ['l.out j.left', 'r.out j.right', 'j.out s.in'],
      )
      const tamper: Tamper = ({ statement, value }) => (statement.startsWith('COPY') ? value + 50 : value)
      const { exitCode, problems } = await runner.run(folder, joining, { tamper })
      expect(exitCode).toBe(1)
      expect(problems).toMatchObject([{ code: 'E-ROWS-LOST', node: 'j' }])
    }
  })
})
