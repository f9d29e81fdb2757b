import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { sourcesOfTests } from './source-of-tests.ts'

const { write, json } = sourcesOfTests()

/** Writes files into a folder and reads all of them. */
const several = (folder: string, files: Readonly<Record<string, string>>, settings: Record<string, unknown> = {}) => {
  for (const [name, content] of Object.entries(files)) write(`${folder}/${name}`, content)
  return json(`${folder}/*`, settings)
}

const bytes = (...parts: (string | number)[]) =>
  Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))))

describe('a line that DuckDB cannot be shown', () => {
  const cases: readonly (readonly [string, Buffer, string, string])[] = [
    ['a zero byte', bytes('{"a":2', 0, '}'), 'It holds a zero byte', '{"a":2\0}'],
    ['a byte that is not UTF-8', bytes('{"a":"', 0xff, '"}'), 'It holds bytes that are not UTF-8', '{"a":"\ufffd"}'],
    ['a unit separator', bytes('{"a":"\u001fb"}'), 'It holds a control character', '{"a":"\u001fb"}'],
    ['the mark of a broken line', bytes('\u0001{"raw":1}'), 'It holds a control character', '\u0001{"raw":1}'],
    ['a carriage return in a text', bytes('{"a":"b\rc"}'), 'It is not valid JSON', '{"a":"b\rc"}'],
  ]
  for (const [what, line, reason, raw] of cases) {
    test(`for ${what} is rejected alone, with its number and text`, async () => {
      write('foul.ndjson', Buffer.concat([bytes('{"a":1}\n'), line, bytes('\n{"a":3}\n')]))
      const { out, reject, problems } = await json('foul.ndjson')
      expect(problems).toEqual([])
      expect(out.rows).toEqual([['1'], ['3']])
      expect(reject.rows).toEqual([['foul.ndjson', '2', reason, raw]])
    })
  }

  test('is kept in its place with a flag, or ends the run', async () => {
    write('foul.ndjson', bytes('{"a":1}\n{"a":', 0, '}\n\n{"a":3}\n'))
    const { out } = await json('foul.ndjson', { badLines: 'flag' })
    expect(out.rows).toEqual([['1'], [null], ['3']])
    expect(out.flags.map(flags => flags.length)).toEqual([0, 1, 0])
    await expect(json('foul.ndjson', { badLines: 'fail' })).rejects.toThrow('It holds a zero byte')
  })

  test('since it is too long is rejected with its beginning', async () => {
    write('long.ndjson', `{"a":"${'x'.repeat(16_777_216)}"}\n{"a":"y"}\n`)
    const { out, reject } = await json('long.ndjson')
    expect(out.rows).toEqual([['y']])
    expect(reject.rows.map(row => row.slice(1, 3))).toEqual([['1', 'It is longer than sixteen million bytes']])
  })

  test('is found in a compressed file', async () => {
    write('foul.ndjson.gz', gzipSync(bytes('{"a":1}\n{"a":', 0, '}\n{"a":3}\n')))
    const { out, reject } = await json('foul.ndjson.gz')
    expect(out.rows).toEqual([['1'], ['3']])
    expect(reject.rows.map(row => row.slice(0, 2))).toEqual([['foul.ndjson.gz', '2']])
  })
})

describe('lines', () => {
  test('begin with a byte order mark where files were joined, end in any way, and may be blank', async () => {
    write('joined.ndjson', '\ufeff{"a":1}\r\n\ufeff{"a":2}\n \t\n{"a":\r3}\n{"a":4}')
    const { out, reject } = await json('joined.ndjson')
    expect(out.rows).toEqual([['1'], ['2'], ['3'], ['4']])
    expect(reject.rows).toEqual([])
  })

  test('with a key that stands twice are rejected: one of its values would be lost', async () => {
    write('twice.ndjson', '{"a":1,"a":2}\n{"a":3}\n')
    const { out, reject } = await json('twice.ndjson')
    expect(out.rows).toEqual([['3']])
    expect(reject.rows).toEqual([['twice.ndjson', '1', 'A key stands twice in it', '{"a":1,"a":2}']])
  })

  test('with a key that holds a zero byte are rejected: no column can have its name', async () => {
    write('zero.ndjson', '{"a":1,"n":{"x":1}}\n{"a":2,"n\\u0000":{"x":1}}\n{"a":3}\n')
    const { out, reject } = await json('zero.ndjson')
    expect(out.rows.map(row => row[0])).toEqual(['1', '3'])
    expect(reject.rows.map(row => row.slice(1, 3))).toEqual([['2', 'A key of it holds a zero byte']])
  })

  test('may begin with one that is broken, or with many', async () => {
    write('first.ndjson', `oops\n${'{"a":\n'.repeat(6)}${'{"a":1}\n'.repeat(8)}`)
    const { out, reject } = await json('first.ndjson')
    expect(out.rows).toHaveLength(8)
    expect(reject.rows).toHaveLength(7)
  })
})

describe('lists', () => {
  test('that are broken lose the broken records alone', async () => {
    const pretty =
      '[\n  {"id": 1, "k": [{"id": 9}]},\n  {"id": 2, "k": [}]},\n  {"id": 3, "k": ["x]},\n  {"id": 4, "k": []}\n]'
    write('pretty.json', pretty)
    write('line.json', '[{"id":1,"n":"a"},{"id":2,"n":"b},{"id":3,"n":"c"},{"id":4,"n":}]')
    const lines = await json('pretty.json')
    expect(lines.out.rows.map(row => row[0])).toEqual(['1', '4'])
    expect(lines.reject.rows.map(row => row.slice(1))).toEqual([
      ['2', 'It does not end before the next record begins', '{"id": 2, "k": [}]},\n  {"id": 3, "k": ["x]}'],
    ])
    const line = await json('line.json')
    expect(line.out.rows).toEqual([
      ['1', 'a'],
      ['3', 'c'],
    ])
    expect(line.reject.rows.map(row => row.slice(1))).toEqual([
      ['2', 'It does not end before the next record begins', '{"id":2,"n":"b}'],
      ['4', 'It is not valid JSON', '{"id":4,"n":}'],
    ])
  })

  test('that are cut off say so, wherever the cut is', async () => {
    const whole = '[{"a":1},{"a":22}]'
    for (let end = 9; end < whole.length; end++) {
      write('cut.json', whole.slice(0, end))
      const { out, reject } = await json('cut.json')
      expect(out.rows.length, whole.slice(0, end)).toBe(end < 17 ? 1 : 2)
      expect(
        reject.rows.map(row => row[2]),
        whole.slice(0, end),
      ).toEqual([
        end < 10 || end === 17 ? 'The file ends before its list does' : 'The file ends before the record does',
      ])
    }
  })

  test('give entries that are null, and gaps between commas, as records that do not fit', async () => {
    write('null.json', '[{"a":1},null,{"a":2}]')
    write('gap.json', '[{"a":1},,{"a":2}]')
    for (const name of ['null.json', 'gap.json']) {
      const { out, reject } = await json(name)
      expect(out.rows).toEqual([['1'], ['2']])
      expect(reject.rows.map(row => row[1])).toEqual(['2'])
    }
  })

  test('and lines are read together', async () => {
    const { out, reject } = await several('together', {
      '1.json': '[{"a":1}]',
      '2.ndjson': '{"a":2}\n{"a":\n',
      '3.json': '{\n"a":3\n}',
      '4.json': '\n\n',
    })
    expect(out.rows).toEqual([['1'], ['2'], ['3']])
    expect(reject.rows.map(row => row.slice(0, 2))).toEqual([['together/2.ndjson', '2']])
  })
})

describe('a file of several', () => {
  test('in which a value has another type has that value flagged, rejected, or ends the run', async () => {
    const files = Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map(i => [`${i}.ndjson`, `{"a":${i}}\n{"a":${i}0}\n`]))
    const changed = { ...files, '7.ndjson': '{"a":7}\n{"a":"seventy"}\n' }
    const flagged = await several('types', changed)
    expect(flagged.out.types).toEqual(['BIGINT'])
    expect(flagged.out.flags.flat()).toEqual(['a is not a BIGINT: seventy'])
    const rejected = await several('types', changed, { badCells: 'reject' })
    expect(rejected.out.rows).toHaveLength(15)
    expect(rejected.reject.rows).toEqual([['types/7.ndjson', '2', 'a is not a BIGINT: seventy', '{"a":"seventy"}']])
    await expect(several('types', changed, { badCells: 'fail' })).rejects.toThrow('a is not a BIGINT: seventy')
  })

  test('that widens a type widens it for all', async () => {
    const { out } = await several('wider', { '1.ndjson': '{"a":1}\n', '2.ndjson': '{"a":1.5}\n' })
    expect(out.types).toEqual(['DOUBLE'])
    expect(out.rows).toEqual([['1.0'], ['1.5']])
  })

  test('that has nothing at the path of the records is rejected as a whole', async () => {
    const { out, reject } = await several(
      'paths',
      { '1.json': '{"r":[{"a":1}]}', '2.json': '{"x":[{"a":2}]}', '3.json': '{"r":[]}' },
      { records: '$.r' },
    )
    expect(out.rows).toEqual([['1']])
    expect(reject.rows).toEqual([['paths/2.json', '1', 'It has no records at $.r', '{"x":[{"a":2}]}']])
  })
})

describe('values', () => {
  test('keep all their digits, or are flagged', async () => {
    write('big.ndjson', '{"i":18446744073709551617,"d":1.5}\n{"i":1,"d":9007199254740993}\n{"i":2,"d":1e400}\n')
    const { out } = await json('big.ndjson')
    expect(out.types).toEqual(['HUGEINT', 'DOUBLE'])
    expect(out.rows).toEqual([
      ['18446744073709551617', '1.5'],
      ['1', null],
      ['2', null],
    ])
    expect(out.flags.flat()).toEqual(['d is not a DOUBLE: 9007199254740993', 'd is not a DOUBLE: 1e400'])
  })

  test('of a key that only a late record has are a column, and so are late keys inside of values', async () => {
    write('late.ndjson', `${'{"a":1,"n":{"x":1}}\n'.repeat(21_000)}{"b":"late","n":{"y":2}}\n`)
    const { out } = await json('late.ndjson')
    expect(out.columns).toEqual(['a', 'n', 'b'])
    expect(out.rows.at(-1)).toEqual([null, "{'x': NULL, 'y': 2}", 'late'])
  })

  test('nested without end are read, and do not end the process', async () => {
    const deep = `${'{"a":'.repeat(60_000)}1${'}'.repeat(60_000)}`
    write('deep.ndjson', `{"id":1,"d":0}\n{"id":2,"d":${deep}}\n{"id":3,"e":${deep}}\n`)
    const { out } = await json('deep.ndjson')
    expect(out.rows.map(row => row[0])).toEqual(['1', '2', '3'])
    expect(out.flags.map(flags => flags.length)).toEqual([0, 1, 0])
    expect(out.rows[2]![2]).toBe(deep)
  })

  test('under a key without a name are a column with one', async () => {
    write('nameless.ndjson', '{"":1,"b":2}\n')
    const { out, problems } = await json('nameless.ndjson')
    expect(out.columns).toEqual(['column', 'b'])
    expect(problems).toMatchObject([{ code: 'W-COLUMN-RENAMED' }])
  })
})
