import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { sourcesOfTests } from './source-of-tests.ts'

const { write, csv } = sourcesOfTests()

describe('lines that are no rows', () => {
  test('are told with their numbers where cells hold line ends', async () => {
    write('broken.csv', 'id,text,n\n1,"a\nb",2\n2,b\n3,"c\r\nd",many\n4,x,,\n5,y,6\n')
    const { out, reject } = await csv('broken.csv', { types: { n: 'BIGINT' } })
    expect(out.rows).toEqual([
      ['1', 'a\nb', '2'],
      ['3', 'c\r\nd', null],
      ['5', 'y', '6'],
    ])
    expect(out.flags).toEqual([[], ['n is not a BIGINT: many'], []])
    expect(reject.rows).toEqual([
      ['broken.csv', '4', 'Expected Number of Columns: 3 Found: 2', '2,b'],
      ['broken.csv', '7', 'Expected Number of Columns: 3 Found: 4', '4,x,,'],
    ])
    const both = await csv('broken.csv', { types: { n: 'BIGINT' }, badCells: 'reject' })
    expect(both.out.rows.map(row => row[0])).toEqual(['1', '5'])
    expect(both.reject.rows.map(row => row.slice(0, 3))).toEqual([
      ['broken.csv', '4', 'Expected Number of Columns: 3 Found: 2'],
      ['broken.csv', '5', 'n is not a BIGINT: many'],
      ['broken.csv', '7', 'Expected Number of Columns: 3 Found: 4'],
    ])
  })

  test('end the run with the first of them', async () => {
    write('late.csv', 'id,n\n1,2\n"3" x,4\n')
    await expect(csv('late.csv', { badLines: 'fail' })).rejects.toThrow(
      'late.csv, line 3: A quoted cell does not end where its quote ends',
    )
  })

  test('are found in one of several files, of which the others are read as they are', async () => {
    write('several/1.csv', 'id,n\n1,2\n')
    write('several/2.csv', 'id,n\n3,4\n5,6,\n7,8\n')
    write('several/3.csv.gz', gzipSync('id,n\n9,10\n11\n'))
    const { out, reject } = await csv('several/*', { fileColumn: 'file' })
    expect(out.rows).toEqual([
      ['1', '2', 'several/1.csv'],
      ['3', '4', 'several/2.csv'],
      ['7', '8', 'several/2.csv'],
      ['9', '10', 'several/3.csv.gz'],
    ])
    expect(reject.rows.map(row => [row[0], row[1], row[3]])).toEqual([
      ['several/2.csv', '3', '5,6,'],
      ['several/3.csv.gz', '3', '11'],
    ])
  })

  test('keep their text in the encoding of the file', async () => {
    write('latin.csv', Buffer.from('id,name\n1,Zoë\n2,é,ü\n3,Ñ\n', 'latin1'))
    const { out, reject } = await csv('latin.csv', { encoding: 'latin-1' })
    expect(out.rows.map(row => row[1])).toEqual(['Zoë', 'Ñ'])
    expect(reject.rows.map(row => row[3])).toEqual(['2,é,ü'])
  })

  test('are those with broken bytes, where all others are sound', async () => {
    const lines = Array.from({ length: 50 }, (_, i) => `${i},é`)
    write('bytes.csv', Buffer.concat([Buffer.from(`id,name\n${lines.join('\n')}\n50,`), Buffer.from([0xe9, 0x0a])]))
    const { out, reject } = await csv('bytes.csv')
    expect(out.rows).toHaveLength(50)
    expect(reject.rows.map(row => row.slice(1, 3))).toEqual([['52', 'It holds bytes that the encoding does not have']])
  })

  test('keep a zero byte in their text', async () => {
    const lines = Array.from({ length: 50 }, (_, i) => `${i},plain`)
    write('zero.csv', `id,name\n${lines.join('\n')}\n50,a\0b\n`)
    const { reject } = await csv('zero.csv')
    expect(reject.rows).toEqual([['zero.csv', '52', 'A zero byte stands in the line', '50,a\0b']])
  })

  test('are none where a table of one column has empty lines', async () => {
    write('one.csv', 'name\nann\n\nbob\n')
    write('one-mixed.csv', 'name\r\nann\n\r\nbob\n')
    const rows = [['ann'], [null], ['bob']]
    expect((await csv('one.csv')).out.rows).toEqual(rows)
    expect(await csv('one-mixed.csv')).toMatchObject({ out: { rows }, reject: { rows: [] } })
  })

  test('may come after the first megabyte', async () => {
    const lines = Array.from({ length: 80_000 }, (_, i) => `${i},text of the row ${i}`)
    write('deep.csv', `id,text\n${lines.join('\n')}\n80000\n`)
    const { out, reject } = await csv('deep.csv')
    expect(out.rows).toHaveLength(80_000)
    expect(reject.rows).toEqual([['deep.csv', '80002', 'Expected Number of Columns: 2 Found: 1', '80000']])
  })
})

describe('a first line that cannot name the columns', () => {
  const rows = Array.from({ length: 6 }, (_, i) => `${i},a,2024-01-0${i + 1}\n`).join('')

  test.each([
    ['a cell too few', 'id,name'],
    ['a cell too many', 'id,,name,day'],
    ['a wrong quote', 'id,"name,day'],
    ['another delimiter', 'id;name;day'],
  ])('is a problem: %s', async (_, header) => {
    write('header.csv', `${header}\n${rows}`)
    expect((await csv('header.csv')).problems).toMatchObject([
      { code: 'E-FILE-FORMAT', severity: 'error', setting: 'header', hint: 'mend it, or set header to no' },
    ])
    const { out, reject } = await csv('header.csv', { header: false })
    expect(out.rows).toHaveLength(6)
    expect(reject.rows.map(row => [row[1], row[3]])).toEqual([['1', header]])
  })
})

describe('lines that begin with a number sign', () => {
  test('are lines as all others: rows, rejected, or a title that it speaks of', async () => {
    write('hash.csv', '# of today\nid,n\n1,2\n# hello\n#3,4\n5,6 # six\n7,8\n')
    const { problems, out, reject } = await csv('hash.csv', { types: { id: 'BIGINT', n: 'BIGINT' } })
    expect(problems).toMatchObject([{ code: 'W-FILE-COMMENTS', setting: 'skip' }])
    expect(out.rows).toEqual([
      ['1', '2'],
      [null, '4'],
      ['5', null],
      ['7', '8'],
    ])
    expect(out.flags.flat()).toEqual(['id is not a BIGINT: #3', 'n is not a BIGINT: 6 # six'])
    expect(reject.rows).toEqual([['hash.csv', '4', 'Expected Number of Columns: 2 Found: 1', '# hello']])
  })

  test('are rows where there is one column', async () => {
    write('tags.csv', 'tag\n#cats\n#dogs\nbirds\n')
    expect((await csv('tags.csv')).out.rows).toEqual([['#cats'], ['#dogs'], ['birds']])
  })

  test('may name the columns', async () => {
    write('chrom.tsv', '#chrom\tstart\nchr1\t5\nchr2\t7\n')
    expect((await csv('chrom.tsv')).out).toMatchObject({ columns: ['#chrom', 'start'], rows: [{}, {}] })
  })
})
