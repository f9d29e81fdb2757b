import { describe, expect, test } from 'vitest'
import { sourcesOfTests } from './source-of-tests.ts'
import { spectrum } from './spectrum.ts'

const { write, csv } = sourcesOfTests()

const read = async (name: string, content: Buffer, settings: Record<string, unknown>) => {
  write(`${name}.csv`, content)
  const { problems, out, reject } = await csv(`${name}.csv`, { nulls: [], ...settings })
  expect(problems).toEqual([])
  const records = out.rows.map(row => Object.fromEntries(row.map((cell, i) => [out.columns[i]!, cell])))
  return { records, flags: out.flags.flat(), rejected: reject.rows }
}

const files = new Map(spectrum().map(file => [file.name, file]))

describe('csv-spectrum', () => {
  // It has a quote inside a cell, which is a fault where one line of one has it; and its JSON has another number than the file.
  const odd = 'location_coordinates'

  test.each([...files.values()].filter(file => file.name !== odd).map(file => [file.name, file] as const))(
    '%s is read as its JSON says',
    async (name, { csv: content, records }) => {
      expect(await read(name, content, {})).toEqual({ records, flags: [], rejected: [] })
    },
  )

  test(`${odd} has its stray quote named, and its cells as its JSON says but for the number`, async () => {
    const { csv: content, records } = files.get(odd)!
    const { rejected } = await read(odd, content, {})
    expect(rejected.map(row => row.slice(1, 3))).toEqual([['2', 'A quote stands inside a cell']])
    const kept = await read(odd, content, { badLines: 'flag' })
    expect(kept.flags).toHaveLength(1)
    expect(kept.records).toEqual([{ ...records[0], 'Contact Phone Number': '2095257564' }])
    expect((await read(odd, content, { quote: '' })).records).toEqual(kept.records)
  })
})
