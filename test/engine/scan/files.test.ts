import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { sourcesOfTests } from './source-of-tests.ts'

const { write, csv, json, folder } = sourcesOfTests()

const problemOf = async (path: string, settings: Record<string, unknown> = {}) => {
  const { problems } = await csv(path, settings)
  expect(problems).toHaveLength(1)
  return problems[0]!
}

describe('what is no file to read', () => {
  test('is missing, with the nearest name as a hint', async () => {
    write('data/orders.csv', 'a\n1\n')
    expect(await problemOf('data/order.csv')).toMatchObject({
      code: 'E-FILE-MISSING',
      severity: 'error',
      node: 'file',
      setting: 'path',
      message: 'There is no file `data/order.csv`.',
      hint: 'did you mean `data/orders.csv`?',
    })
    expect(await problemOf('dta/orders.csv')).toMatchObject({ code: 'E-FILE-MISSING', hint: 'did you mean `data`?' })
    expect(await problemOf('data/x-*.csv')).toMatchObject({
      code: 'E-FILE-MISSING',
      message: 'No file matches `data/x-*.csv`.',
    })
    expect(await problemOf('')).toMatchObject({ code: 'E-FILE-MISSING', message: 'No file is chosen yet.' })
  })

  test('is a folder', async () => {
    mkdirSync(join(folder, 'sub'), { recursive: true })
    expect(await problemOf('sub')).toMatchObject({ code: 'E-FILE-FOLDER', hint: 'for its files write `sub/*`' })
  })

  test('is empty, or holds nothing but empty lines', async () => {
    write('empty.csv', '')
    write('blank.csv', '\n\n')
    write('empty.csv.gz', gzipSync(''))
    expect(await problemOf('empty.csv')).toMatchObject({ code: 'E-FILE-EMPTY' })
    expect(await problemOf('blank.csv')).toMatchObject({ code: 'E-FILE-EMPTY' })
    expect(await problemOf('empty.csv.gz')).toMatchObject({ code: 'E-FILE-EMPTY' })
    expect(await problemOf('empt?.csv')).toMatchObject({ code: 'E-FILE-EMPTY' })
    expect((await json('empty.csv')).problems).toMatchObject([{ code: 'E-FILE-EMPTY' }])
  })

  test('is a link that leads in a circle, or a name that is too long', async () => {
    symlinkSync('round.csv', join(folder, 'round.csv'))
    expect(await problemOf('round.csv')).toMatchObject({ code: 'E-FILE-UNREADABLE' })
    expect(await problemOf('x'.repeat(300))).toMatchObject({ code: 'E-FILE-UNREADABLE' })
  })
})

describe('what is no text', () => {
  test('is told by what it is', async () => {
    write('sheet.csv', Buffer.from('PK\u0003\u0004xl/workbook.xml', 'latin1'))
    write('table.csv', 'PAR1....PAR1')
    write('base.csv', 'SQLite format 3\0')
    write('packed.csv', gzipSync('a\n1\n'))
    write('plain.csv.gz', 'a\n1\n')
    write('junk.csv', Buffer.from(Array.from({ length: 2000 }, (_, i) => (i * 7919 + i * i) % 256)))
    expect(await problemOf('sheet.csv')).toMatchObject({
      code: 'E-FILE-FORMAT',
      hint: 'read a workbook with the Excel source, or unpack the archive',
    })
    expect(await problemOf('table.csv')).toMatchObject({
      code: 'E-FILE-FORMAT',
      hint: 'read it with the Parquet source',
    })
    expect(await problemOf('base.csv')).toMatchObject({ code: 'E-FILE-FORMAT' })
    expect(await problemOf('packed.csv')).toMatchObject({
      code: 'E-FILE-FORMAT',
      hint: 'give it a name that ends in .gz',
    })
    expect(await problemOf('plain.csv.gz')).toMatchObject({ code: 'E-FILE-FORMAT' })
    expect(await problemOf('junk.csv')).toMatchObject({ code: 'E-FILE-FORMAT' })
    expect(await problemOf('junk.csv', { encoding: 'windows-1252' })).toMatchObject({ code: 'E-FILE-FORMAT' })
  })

  test('is broken off in the middle of its compression', async () => {
    const text = Array.from({ length: 20000 }, (_, i) => `${i},${(i * 7919) % 1000}`).join('\n')
    const whole = gzipSync(`a,b\n${text}\n`)
    write('cut.csv.gz', whole.subarray(0, whole.length >> 1))
    const broken = Buffer.from(whole)
    broken[whole.length >> 1]! ^= 255
    write('broken.csv.gz', broken)
    expect(await problemOf('cut.csv.gz')).toMatchObject({
      code: 'E-FILE-FORMAT',
      message: '`cut.csv.gz` is cut off: its compressed data end too early.',
    })
    expect(await problemOf('cut.csv.gz', { encoding: 'cp850' })).toMatchObject({ code: 'E-FILE-FORMAT' })
    expect((await problemOf('broken.csv.gz')).message).toMatch(/^`broken.csv.gz` is damaged/)
  })
})

describe('a file without rows', () => {
  test('has its columns, and says that there are none', async () => {
    write('header.csv', 'id,name\n')
    const { out, problems } = await csv('header.csv')
    expect(out).toMatchObject({ columns: ['id', 'name'], types: ['VARCHAR', 'VARCHAR'], rows: [] })
    expect(problems).toMatchObject([{ code: 'W-FILE-NO-ROWS', severity: 'warning' }])
  })
})
