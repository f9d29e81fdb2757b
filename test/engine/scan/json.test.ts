import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { sourcesOfTests } from './source-of-tests.ts'

const { write, json, execute, folder } = sourcesOfTests()

const lines = (...records: unknown[]) => records.map(record => `${JSON.stringify(record)}\n`).join('')

describe('records', () => {
  const rows = [
    ['1', 'Ann', '2024-01-31', null],
    ['2', null, '2024-02-01', '{"a":1}'],
  ]
  const records = [
    { id: 1, name: 'Ann', day: '2024-01-31' },
    { id: 2, name: null, day: '2024-02-01', more: { a: 1 } },
  ]

  test('are found on lines, in an array, and one after the other', async () => {
    write('lines.ndjson', lines(...records))
    write('array.json', JSON.stringify(records))
    write('array-pretty.json', JSON.stringify(records, null, 2))
    write('pretty.json', records.map(record => JSON.stringify(record, null, 2)).join('\n'))
    write('bom.json', `\ufeff${JSON.stringify(records)}`)
    for (const name of ['lines.ndjson', 'array.json', 'array-pretty.json', 'pretty.json', 'bom.json']) {
      const { out, problems, reject } = await json(name)
      expect(problems, name).toEqual([])
      expect(out.columns, name).toEqual(['id', 'name', 'day', 'more'])
      expect(out.types, name).toEqual(['BIGINT', 'VARCHAR', 'DATE', 'STRUCT("a" BIGINT)'])
      expect(
        out.rows.map(row => row.slice(0, 3)),
        name,
      ).toEqual(rows.map(row => row.slice(0, 3)))
      expect(out.rows[1]![3], name).toBe("{'a': 1}")
      expect(reject.rows, name).toEqual([])
    }
  })

  test('are read compressed', async () => {
    write('lines.ndjson.gz', gzipSync(lines(...records)))
    await execute(
      `COPY (SELECT 1 AS id UNION ALL SELECT 2) TO '${folder}/packed.ndjson.zst' (FORMAT json, COMPRESSION zstd)`,
    )
    expect((await json('lines.ndjson.gz')).out.rows.map(row => row[0])).toEqual(['1', '2'])
    expect((await json('packed.ndjson.zst')).out.rows).toEqual([['1'], ['2']])
  })

  test('are found at a path in the document', async () => {
    write(
      'deep.json',
      JSON.stringify(
        {
          meta: 1,
          data: {
            'the items': [
              { id: 1, t: 'a\nb' },
              { id: 2, t: 'c' },
            ],
          },
        },
        null,
        1,
      ),
    )
    const { out, problems } = await json('deep.json', { records: '$.data."the items"' })
    expect(problems).toEqual([])
    expect(out.rows).toEqual([
      ['1', 'a\nb'],
      ['2', 'c'],
    ])
    expect((await json('deep.json', { records: '$.data' })).out.columns).toEqual(['the items'])
  })

  test('are found at a path in each line', async () => {
    write('pages.ndjson', lines({ page: 1, rows: [{ id: 1 }, { id: 2 }] }, { page: 2, rows: [{ id: 3 }] }))
    expect((await json('pages.ndjson', { records: '$.rows' })).out.rows).toEqual([['1'], ['2'], ['3']])
  })

  test('that are not at the path are a problem', async () => {
    write('deep.json', JSON.stringify({ meta: 1, data: {} }))
    expect((await json('deep.json', { records: '$.items' })).problems).toMatchObject([
      { code: 'E-RECORDS-PATH', setting: 'records', hint: 'the document has meta, data' },
    ])
    expect((await json('deep.json', { records: 'data.items' })).problems).toMatchObject([{ code: 'E-RECORDS-PATH' }])
  })

  test('keep keys that differ by case alone, and those with odd signs', async () => {
    write('keys.ndjson', lines({ a: 1, A: 2, 'x/y~z': 3, 'q"r': 4, __weir_x: 5 }))
    const { out, problems } = await json('keys.ndjson')
    expect(out.columns).toEqual(['a', 'A_1', 'x/y~z', 'q"r', 'weir_x'])
    expect(out.rows).toEqual([['1', '2', '3', '4', '5']])
    expect(problems.map(p => p.code)).toEqual(['W-COLUMN-RENAMED', 'W-COLUMN-RENAMED'])
  })

  test('of several files come in the order of their names, each with its file', async () => {
    write('many/a.ndjson', lines({ id: 1 }))
    write('many/b.ndjson', lines({ id: 2, more: true }))
    expect((await json('many/*.ndjson', { fileColumn: 'from' })).out).toMatchObject({
      columns: ['id', 'more', 'from'],
      rows: [
        ['1', null, 'many/a.ndjson'],
        ['2', 'true', 'many/b.ndjson'],
      ],
    })
  })

  test('with values of several types are text, unless some are nested', async () => {
    write('mixed.ndjson', lines({ a: 1, b: 1 }, { a: 'x', b: { c: 2 } }, { a: true, b: 'text' }))
    const { out } = await json('mixed.ndjson')
    expect(out.types).toEqual(['VARCHAR', 'JSON'])
    expect(out.rows).toEqual([
      ['1', '1'],
      ['x', '{"c":2}'],
      ['true', '"text"'],
    ])
  })
})

describe('values that do not fit', () => {
  const settings = { types: { id: 'BIGINT', n: 'INTEGER[]' } }
  const file = () => write('values.ndjson', lines({ id: 1, n: [1] }, { id: 'many', n: [2] }, { id: 1.5, n: 'x' }))

  test('are null with a flag that keeps their text', async () => {
    file()
    const { out } = await json('values.ndjson', settings)
    expect(out.rows).toEqual([
      ['1', '[1]'],
      [null, '[2]'],
      [null, null],
    ])
    expect(out.flags).toEqual([
      [],
      ['id is not a BIGINT: many'],
      ['id is not a BIGINT: 1.5', 'n is not an INTEGER[]: x'],
    ])
  })

  test('send their record to the reject port', async () => {
    file()
    const { out, reject } = await json('values.ndjson', { ...settings, badCells: 'reject' })
    expect(out.rows).toEqual([['1', '[1]']])
    expect(reject.rows).toEqual([
      ['values.ndjson', '2', 'id is not a BIGINT: many', '{"id":"many","n":[2]}'],
      ['values.ndjson', '3', 'id is not a BIGINT: 1.5; n is not an INTEGER[]: x', '{"id":1.5,"n":"x"}'],
    ])
  })

  test('end the run with a sentence', async () => {
    file()
    await expect(json('values.ndjson', { ...settings, badCells: 'fail' })).rejects.toThrow('id is not a BIGINT: many')
  })
})

test('a number with a negative exponent is whole only where nothing is lost', async () => {
  write('exponents.ndjson', '{"n":5e-07}\n{"n":20e-1}\n{"n":"3E-1"}\n{"n":1e3}\n')
  const { out } = await json('exponents.ndjson', { types: { n: 'INTEGER' } })
  expect(out.rows).toEqual([[null], ['2'], [null], ['1000']])
  expect(out.flags).toEqual([['n is not an INTEGER: 5e-7'], [], ['n is not an INTEGER: 3E-1'], []])
})

describe('records that do not fit', () => {
  const bad = '{"id":1}\n{"id":2,\n\n[3]\n{"id":4}\n'

  test('are rejected with file, line, reason and text', async () => {
    write('bad.ndjson', bad)
    const { out, reject } = await json('bad.ndjson')
    expect(out.rows).toEqual([['1'], ['4']])
    expect(reject.columns).toEqual(['file', 'line', 'reason', 'raw'])
    expect(reject.rows).toEqual([
      ['bad.ndjson', '2', 'It is not valid JSON', '{"id":2,'],
      ['bad.ndjson', '4', 'A record must be an object, and this is of type array', '[3]'],
    ])
  })

  test('are numbered in their own file', async () => {
    write('twice/a.ndjson', bad)
    write('twice/b.ndjson', bad)
    const { reject } = await json('twice/*.ndjson')
    expect(reject.rows.map(row => row.slice(0, 2))).toEqual([
      ['twice/a.ndjson', '2'],
      ['twice/a.ndjson', '4'],
      ['twice/b.ndjson', '2'],
      ['twice/b.ndjson', '4'],
    ])
  })

  test('are rejected among the elements of an array, and before a path is followed', async () => {
    write('elements.json', '[{"id":1}, 5, {"id":2}]')
    write('paths.ndjson', '{"r":[{"id":1}]}\n{"r":\n{"r":[7]}\n')
    const elements = await json('elements.json')
    expect(elements.out.rows).toEqual([['1'], ['2']])
    expect(elements.reject.rows.map(row => row.slice(1))).toEqual([
      ['2', 'A record must be an object, and this is of type ubigint', '5'],
    ])
    const paths = await json('paths.ndjson', { records: '$.r' })
    expect(paths.out.rows).toEqual([['1']])
    expect(paths.reject.rows.map(row => row[3])).toEqual(['{"r":', '7'])
  })

  test('are kept with a flag, or end the run', async () => {
    write('bad.ndjson', bad)
    const { out, reject } = await json('bad.ndjson', { badLines: 'flag' })
    expect(out.rows).toEqual([['1'], [null], [null], ['4']])
    expect(out.flags.map(flags => flags.length)).toEqual([0, 1, 1, 0])
    expect(reject.rows).toEqual([])
    await expect(json('bad.ndjson', { badLines: 'fail' })).rejects.toThrow(
      'A record cannot be read. It is not valid JSON: {"id":2,',
    )
  })
})

describe('files that are no JSON', () => {
  test('are problems that say what they are', async () => {
    write('csv.json', 'id;name\n1;a\n')
    write('broken.json', '{"rows":[{"id":1},{"id":2')
    write('latin.json', Buffer.from('{"n":"ä"}\n'.repeat(9), 'latin1'))
    write('blank.json', '\n\n')
    write('none.json', '[]')
    write('object.json', '{"id":1}')
    expect((await json('csv.json')).problems).toMatchObject([
      { code: 'E-FILE-FORMAT', message: '`csv.json` is not JSON: it begins with `id;name`.' },
    ])
    expect((await json('latin.json')).problems).toMatchObject([
      { code: 'E-FILE-ENCODING', setting: 'path', hint: 'save it as UTF-8' },
    ])
    const broken = await json('broken.json', { records: '$.rows' })
    expect(broken.problems).toMatchObject([{ code: 'E-FILE-FORMAT' }])
    expect(broken.problems[0]!.message).toMatch(/^`broken.json` is not valid JSON: .*Malformed/)
    expect((await json('blank.json')).problems).toMatchObject([{ code: 'E-FILE-EMPTY' }])
    expect((await json('none.json')).problems).toMatchObject([{ code: 'E-FILE-EMPTY', hint: 'set types to name them' }])
    expect((await json('object.json', { format: 'array' })).problems).toMatchObject([
      { code: 'E-FILE-FORMAT', setting: 'format' },
    ])
  })

  test('of no records have the columns that types name', async () => {
    write('none.json', '[]')
    const { out, problems } = await json('none.json', { types: { id: 'BIGINT' } })
    expect(problems).toEqual([])
    expect(out).toMatchObject({ columns: ['id'], types: ['BIGINT'], rows: [] })
  })
})
