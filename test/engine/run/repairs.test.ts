import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { flowOf, flowRunner, put, type Tamper } from './flow-world.ts'
import { temporaryFolder } from './temp-folder.ts'

const runner = flowRunner()

const lines = Array.from({ length: 12_000 }, (_, i) => `${i},${i % 7 ? i / 2 : 'x'},${'abcdef'[i % 6]}\n`)
const rows = lines.length

const folderWith = async (name: string, text: string) => {
  const folder = await temporaryFolder()
  await put(join(folder, name), text)
  return folder
}

const numbers = async () => folderWith('n.csv', `id,n,k\n${lines.join('')}`)

const source = ['source.csv', { path: 'n.csv', types: { id: 'INTEGER', n: 'VARCHAR', k: 'VARCHAR' } }] as const

describe('a conversion with a port for what does not fit', () => {
  const flow = flowOf(
    {
      s: source,
      c: ['transform.cast', { columns: [{ column: 'n', type: 'INTEGER' }], onError: 'reject' }],
      good: ['sink.csv', { path: 'good.csv' }],
      bad: ['sink.csv', { path: 'bad.csv', flagged: 'columns' }],
    },
    ['s.out c.in', 'c.out good.in', 'c.reject bad.in'],
  )
  const fits = lines.filter((_, i) => i % 7 > 0 && i % 2 === 0).length

  it('accounts for every row, and writes the others as they came, each with its reason', async () => {
    const folder = await numbers()
    const { report, problems } = await runner.run(folder, flow)
    expect(problems).toEqual([])
    expect(report.nodes.c!.ports).toMatchObject({
      in: { rows },
      out: { rows: fits, flagged: 0 },
      reject: { rows: rows - fits, flagged: rows - fits },
    })
    const bad = (await readFile(join(folder, 'bad.csv'), 'utf8')).split('\n')
    expect(bad.slice(0, 3)).toEqual([
      'id,n,k,_errors,_warnings',
      '0,x,a,n is not an INTEGER: x,',
      '1,0.5,b,n is not an INTEGER: 0.5,',
    ])
  })

  it('fails the run where its two ports do not hold what came in', async () => {
    const folder = await numbers()
    const tamper: Tamper = ({ name, value }) => (name === 'rows_reject' ? value + 1 : value)
    const { exitCode, problems } = await runner.run(folder, flow, { tamper })
    expect({ exitCode, codes: problems.map(p => p.code) }).toEqual({ exitCode: 1, codes: ['E-ROWS-LOST'] })
  })
})

describe('values that are mapped by a second input', () => {
  const mapping = {
    columns: ['from', 'to'].map(name => ({ name, type: 'VARCHAR' })),
    rows: [
      ['a', 'one'],
      ['b', 'two'],
      ['c', 'three'],
      ['c', 'drei'],
    ],
  }
  const flow = flowOf(
    {
      s: source,
      m: ['source.inline', mapping],
      v: ['transform.map_values', { columns: ['k'] }],
      out: ['sink.csv', { path: 'out.csv', flagged: 'columns' }],
    },
    ['s.out v.in', 'm.out v.mapping', 'v.out out.in'],
  )

  it('keep the order of a file, and warn of an old value with several new ones', async () => {
    const folder = await numbers()
    const { report, problems } = await runner.run(folder, flow)
    expect(problems).toMatchObject([{ code: 'W-MAPPING-REPEATED', message: expect.stringMatching(/^1 /) }])
    expect(report.nodes.v!.ports).toMatchObject({ in: { rows }, out: { rows } })
    const words: Readonly<Record<string, string>> = { a: 'one', b: 'two' }
    const written = (await readFile(join(folder, 'out.csv'), 'utf8')).split('\n').slice(1, -1)
    const said = (letter: string) => (letter === 'c' ? 'k is mapped to several values: c' : '')
    const expected = lines.map(line =>
      line.trim().replace(/[a-f]$/, letter => `${words[letter] ?? letter},${said(letter)},`),
    )
    expect(written).toEqual(expected)
  })
})
