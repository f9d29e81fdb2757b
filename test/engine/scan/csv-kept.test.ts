import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CsvLines } from '#engine/duckdb/scan/csv/lines.ts'
import { cleanLines, cleanRecords, textOf } from './corpus.ts'
import { mutated, mutation } from './csv-mutations.ts'
import { sourcesOfTests } from './source-of-tests.ts'

const { write, csv } = sourcesOfTests()

const types = Object.fromEntries(cleanRecords[0]!.map(name => [name, 'VARCHAR']))
const dialect = { types, header: true, delimiter: ',', quote: '"' }

/** How many rows and broken lines a reader of lines counts, without the header. */
const countOf = (text: string): number => {
  let count = -1
  const signs = { delim: Buffer.from(','), quote: 34, escape: 34, returns: false, utf8: true }
  const lines = new CsvLines(signs, cleanRecords[0]!.length, 0, line => {
    if (line.start < line.end) count += 1
  })
  lines.push(Buffer.from(text))
  lines.end()
  return count
}

test('every line of a broken file is a row where lines are kept, in its place and with its text', async () => {
  const rows = textOf(cleanLines.slice(1, 40))
  await fc.assert(
    fc.asyncProperty(fc.array(mutation(rows), { minLength: 1, maxLength: 5 }), async mutations => {
      const text = `${cleanLines[0]}\n${mutated(rows, mutations)}`
      write('mutated.csv', text)
      const [kept, split] = [
        await csv('mutated.csv', { ...dialect, badLines: 'flag' }),
        await csv('mutated.csv', dialect),
      ]
      expect(kept.reject.rows).toEqual([])
      expect(kept.out.rows).toHaveLength(countOf(text))
      const flagged = kept.out.flags.flat()
      expect(flagged).toHaveLength(split.reject.rows.length)
      split.reject.rows.forEach(([file, line, , raw], i) => {
        expect(flagged[i]).toContain(`(${file}, line ${line}: ${raw!.replace(/^\ufeff/, '')}`)
      })
      expect(kept.out.rows.filter((_, i) => kept.out.flags[i]!.length === 0)).toEqual(split.out.rows)
    }),
    { numRuns: 25 },
  )
})

describe('a line that is kept though it is no row', () => {
  const kept = async (name: string, content: string | Buffer, settings: Record<string, unknown> = {}) => {
    write(name, content)
    return csv(name, { badLines: 'flag', ...settings })
  }

  test('tells an empty cell from one that is not there', async () => {
    const { out } = await kept('short.csv', 'a,b,c\n1,,\n2,\n3,x,NA\n', { nulls: ['NA'], types: { a: 'BIGINT' } })
    expect(out.rows).toEqual([
      ['1', '', ''],
      ['2', '', null],
      ['3', 'x', null],
    ])
  })

  test('keeps its cells and its text under every sort of quote and delimiter', async () => {
    const wrong = (text: string) => expect.stringContaining(`line 3: ${text})`)
    const back = await kept('back.csv', 'a,b\n1,"x\\"y"\n2,"\\\\z\\"",c\n3,"d"\n', { escape: '\\', quote: '"' })
    expect(back.out.rows[1]).toEqual(['2', '\\z"'])
    expect(back.out.flags[1]).toEqual([wrong('2,"\\\\z\\"",c')])
    const bars = await kept('bars.csv', 'a||b\n1||x\n2\n3||y\n', { delimiter: '||' })
    expect(bars.out.rows[1]).toEqual(['2', null])
    expect(bars.out.flags[1]).toEqual([wrong('2')])
    const none = await kept('none.csv', 'a;b\n1;x"\n2;y"z;\'\n3;"y\n', { delimiter: ';', quote: '' })
    expect(none.out.rows).toEqual([
      ['1', 'x"'],
      ['2', 'y"z'],
      ['3', '"y'],
    ])
    const latin = await kept('latin.csv', Buffer.from('a,b\n1,é\n2,ü,Ñ\n3,x\n', 'latin1'), { encoding: 'latin-1' })
    expect(latin.out.rows[1]).toEqual(['2', 'ü'])
    expect(latin.out.flags[1]).toEqual([wrong('2,ü,Ñ')])
  })

  test('keeps a zero byte, a carriage return and a mark', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${i},plain`).join('\n')
    const { out } = await kept('signs.csv', `a,b\n${rows}\n60,x\0y\n61,x\ry\n62,x\ufeffy\n`)
    expect(out.rows.slice(60)).toEqual([
      ['60', 'x\0y'],
      ['61', 'x\ry'],
      ['62', 'x\ufeffy'],
    ])
    expect(out.flags.slice(60).map(list => list.length)).toEqual([1, 1, 1])
  })

  test('may be longer than DuckDB reads unasked', async () => {
    const long = 'x'.repeat(3_000_000)
    const { problems, out, reject } = await kept('long.csv', `a,b\n1,x\n2,${long}\n3,"${long}"\n4,y\n`)
    expect(problems).toEqual([])
    expect(out.rows.map(row => row[1]!.length)).toEqual([1, 3_000_000, 3_000_000, 1])
    expect(out.flags.map(list => list.length)).toEqual([0, 1, 1, 0])
    expect(reject.rows).toEqual([])
  })

  test('is rejected where its cells do not fit and are to be', async () => {
    const { out, reject } = await kept('both.csv', 'a,b\n1,2\n"x",3,4\n5\n', {
      badCells: 'reject',
      types: { a: 'BIGINT' },
    })
    expect(out.rows).toEqual([
      ['1', '2'],
      ['5', null],
    ])
    expect(out.flags).toEqual([[], ['The line has too few cells (both.csv, line 4: 5)']])
    expect(reject.rows).toEqual([['both.csv', '3', 'a is not a BIGINT: x', '"x",3,4']])
  })

  test('keeps its number whatever texts stand for null', async () => {
    const nulls = ['3', '0', '003', '1']
    const { out } = await kept('numbers.csv', 'a,b\n5,6\n7\n0,8\n', { nulls, types: { a: 'BIGINT', b: 'BIGINT' } })
    expect(out.rows).toEqual([
      ['5', '6'],
      ['7', null],
      [null, '8'],
    ])
    expect(out.flags).toEqual([[], ['The line has too few cells (numbers.csv, line 3: 7)'], []])
  })
})

describe('a line that is rejected for its cells', () => {
  const types = { n: 'BIGINT' }
  const rejected = async (name: string, content: string | Buffer, settings: Record<string, unknown> = {}) => {
    write(name, content)
    const { reject } = await csv(name, { badCells: 'reject', types, ...settings })
    return reject.rows.map(row => row[3])
  }

  test('is told as it stands in the file', async () => {
    const lines = ['"1", "a ""b""" ,x', '2,  plain ,"x"', '3,"two\nlines",x', '4,,x', '5,"",x', '6,NA,NA']
    expect(await rejected('raw.csv', `id,text,n\n${lines.join('\n')}\n`)).toEqual(lines)
    expect(await rejected('raw-nulls.csv', `id,text,n\n${lines.join('\n')}\n`, { nulls: ['NA', 'x'] })).toEqual([])
    const nulls = ['7,NA,y', '8,-,y']
    expect(await rejected('raw-na.csv', `id,text,n\n${nulls.join('\n')}\n`, { nulls: ['NA', '-'] })).toEqual(nulls)
  })

  test('is told so with a delimiter at the end of every line', async () => {
    expect(await rejected('ends.csv', 'id,text,n,\n1,a,2,\n2,b,x,\n3,c,3,\n')).toEqual(['2,b,x,'])
  })

  test('is told so in files whose columns stand in another order, and in other encodings', async () => {
    write('order/1.csv', 'id,n\n1,x\n')
    write('order/2.csv', 'n,id\ny,2\n')
    const { reject } = await csv('order/*.csv', { badCells: 'reject', types })
    expect(reject.rows.map(row => [row[0], row[1], row[3]])).toEqual([
      ['order/1.csv', '2', '1,x'],
      ['order/2.csv', '2', 'y,2'],
    ])
    const latin = Buffer.from('id;n\n"é";x\n', 'latin1')
    expect(await rejected('latin-raw.csv', latin, { encoding: 'latin-1' })).toEqual(['"é";x'])
    const utf16 = Buffer.from('\ufeffid;n\r\n"ж";x\r\n', 'utf16le')
    expect(await rejected('utf16-raw.csv', utf16, { encoding: 'utf-16' })).toEqual(['"ж";x'])
  })

  test('may be long', async () => {
    const long = `1,"${'x'.repeat(1_500_000)}",y`
    expect(await rejected('long-raw.csv', `id,text,n\n${long}\n`)).toEqual([long])
  })
})
