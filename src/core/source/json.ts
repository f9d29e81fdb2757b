import {
  aggregate,
  call,
  cases,
  cast,
  column,
  join,
  keep,
  lambda,
  literal,
  op,
  over,
  project,
  scan,
  where,
} from '../relation/build.ts'
import { columnsOf } from '../relation/columns.ts'
import type { Expression } from '../relation/expression.ts'
import type { Relation, Scan, ScanInfo } from '../relation/relation.ts'
import { hidden, lineSizes } from './csv.ts'

/** The hidden columns of JSON records before they are taken apart. */
export const json = { document: '__weir_json', record: '__weir_record', number: '__weir_number' } as const

/** DuckDB is told that no line is longer than this. */
export const longestRecord = 16_777_216

/** No JSON begins with this sign: behind it stands why a record is none, and its text. */
const mark = '\u0001'

/** A line that stands for a record that DuckDB cannot be shown as it is. */
export const markedRecord = (reason: string, raw: string): string => mark + JSON.stringify({ reason, raw })

/** The text of a record's line as it is rejected: of one that was marked, what stood in the file. */
export const rejectedText = (line: string): string =>
  line.startsWith(mark) ? (JSON.parse(line.slice(mark.length)) as { readonly raw: string }).raw : line

/** A line in the place of a record that is none, where it is to be a row. */
export const markedFault = `{"${hidden.fault}":true}`

/** How records lie in a file: one a line, or read by the JSON reader. */
export type JsonForm = 'newline_delimited' | 'array' | 'unstructured'

/** Reader and options for documents as text. Lines are read as lines, so that one that is not JSON keeps its text. */
export const documentOptions = (form: JsonForm, maximumSize: number): Pick<ScanInfo, 'reader' | 'options'> =>
  form === 'newline_delimited'
    ? {
        reader: 'csv',
        options: {
          auto_detect: false,
          header: false,
          // No valid JSON has a control character in it, so this never parts a line.
          delim: '\u001f',
          quote: '',
          escape: '',
          strict_mode: false,
          ...lineSizes(longestRecord),
          columns: { [json.document]: 'VARCHAR' },
        },
      }
    : {
        reader: 'json',
        options: {
          format: form,
          records: 'false',
          maximum_object_size: maximumSize,
          columns: { [json.document]: 'JSON' },
        },
      }

/** The documents of a JSON source with their file. */
export const documents = (info: ScanInfo): Scan =>
  scan({
    reader: info.reader === 'csv' ? 'csv' : 'json',
    files: info.files,
    options: { ...info.options, filename: hidden.file },
    columns: [
      { name: json.document, type: info.reader === 'csv' ? 'VARCHAR' : 'JSON' },
      { name: hidden.file, type: 'VARCHAR' },
    ],
    rejects: null,
  })

/** The key that a pointer of one step names. */
export const keyOf = (pointer: string): string => pointer.slice(1).replaceAll('~1', '/').replaceAll('~0', '~')

/** The rows of lines each of which is a record: DuckDB's JSON reader converts what it may, other values are texts. */
export const typedRecords = (info: ScanInfo): Relation => {
  const read = info.columns.map(({ name, type }) => ({
    name: keyOf(info.pointers?.[name] ?? `/${name}`),
    type: info.typed?.includes(name) ? type : 'VARCHAR',
  }))
  const told = info.keptFaults ? [{ name: hidden.fault, type: 'BOOLEAN' }] : []
  const rows = scan({
    reader: 'json',
    files: info.files,
    options: {
      format: 'newline_delimited',
      records: 'true',
      maximum_object_size: longestRecord,
      columns: [...read, ...told],
      filename: hidden.file,
    },
    columns: [...read, ...told, { name: hidden.file, type: 'VARCHAR' }],
    rejects: null,
  })
  return project(rows, [
    ...info.columns.map(({ name }, i) => ({ name, expression: column(read[i]!.name) })),
    ...keep([...told.map(({ name }) => name), hidden.file]),
  ])
}

const step = /\.(?:"([^"]+)"|([A-Za-z_][\w-]*))|\[(\d+)\]/y

/** A records path with every key quoted, or null if it is not one: `$`, `$.data.items`, `$.pages[0].rows`. */
export const recordsPath = (text: string): string | null => {
  if (!text.startsWith('$')) return null
  let path = '$'
  let at = 1
  while (at < text.length) {
    step.lastIndex = at
    const found = step.exec(text)
    if (!found) return null
    path += found[3] === undefined ? `."${found[1] ?? found[2]}"` : `[${found[3]}]`
    at = step.lastIndex
  }
  return path
}

const valid = (text: Expression): Expression => call('json_valid', text)
const typeOf = (text: Expression): Expression => call('json_type', text)

/** The records of documents: a document itself, or what lies at a path in it. */
export const records = (input: Relation, path: string): Relation => {
  const document = column(json.document)
  const file = { name: hidden.file, expression: column(hidden.file) }
  if (path === '$') return project(input, [{ name: json.record, expression: document }, file])
  const at = literal(path)
  const one = op('list', cast(call('json_extract', document, at), 'VARCHAR'))
  const many = cast(call('json_extract', document, literal(`${path}[*]`)), 'VARCHAR[]')
  const type = call('json_type', document, at)
  const nothing = call(
    'json_object',
    literal('reason'),
    literal(`It has no records at ${path.replace(/"([A-Za-z_][\w-]*)"/g, '$1')}`),
    literal('raw'),
    cast(document, 'VARCHAR'),
  )
  const found = cases(
    [
      {
        when: valid(document),
        result: cases(
          [
            { when: op('=', type, literal('ARRAY')), result: many },
            { when: op('is_null', type), result: op('list', op('||', literal(mark), cast(nothing, 'VARCHAR'))) },
          ],
          one,
        ),
      },
    ],
    // A document that is not JSON stands for itself, and is refused as a record.
    op('list', cast(document, 'VARCHAR')),
  )
  return project(input, [{ name: json.record, expression: call('unnest', found) }, file])
}

/** Records with their number, from 1 over all files: the line, where each has one. */
export const numbered = (of: Relation): Relation =>
  project(of, [...keep([json.record, hidden.file]), { name: json.number, expression: over(call('row_number')) }])

const record = column(json.record)
const behindMark = call('substr', record, literal(2))
const isMarked = op('and', call('starts_with', record, literal(mark)), valid(behindMark))
const keys = call('json_keys', record)
// A zero byte cannot be written in SQL.
const zero = call('chr', literal(0))
const repeats = op('<>', call('len', keys), call('len', call('list_distinct', keys)))
const hasZero = op(
  '>',
  call(
    'len',
    call(
      'list_filter',
      keys,
      lambda('key', key => call('contains', key, zero)),
    ),
  ),
  literal(0),
)

const isBlank = op('=', call('trim', record, literal(' \t\r')), literal(''))

/** Records without the empty lines, which are none. */
export const presentRecords = (of: Relation): Relation =>
  where(of, cases([{ when: valid(record), result: literal(true) }], op('not', isBlank)))

/** A record's text as it stands in the file. */
export const recordText: Expression = cases(
  [{ when: isMarked, result: call('json_extract_string', behindMark, literal('/raw')) }],
  record,
)

/** Why a record cannot be a row, or null: also for an empty line, which is none. `oddKeys`: some may have a key twice, or one that no column can be named after. */
export const recordFault = (oddKeys: boolean): Expression =>
  cases([
    { when: op('is_null', record), result: literal(null, 'VARCHAR') },
    { when: isMarked, result: call('json_extract_string', behindMark, literal('/reason')) },
    {
      when: op('not', valid(record)),
      result: cases([{ when: isBlank, result: literal(null, 'VARCHAR') }], literal('It is not valid JSON')),
    },
    {
      when: op('<>', typeOf(record), literal('OBJECT')),
      result: op('||', literal('A record must be an object, and this is of type '), call('lower', typeOf(record))),
    },
    ...(oddKeys
      ? [
          { when: repeats, result: literal('A key stands twice in it') },
          { when: hasZero, result: literal('A key of it holds a zero byte') },
        ]
      : []),
  ])

/** Records that are objects. One CASE, as DuckDB may reorder the sides of an AND, and `json_type` fails on what is not JSON. */
export const soundRecords = (of: Relation, oddKeys = false): Relation => {
  const isObject = op('=', typeOf(record), literal('OBJECT'))
  const once = cases([{ when: isObject, result: op('not', op('or', repeats, hasZero)) }], literal(false))
  return where(of, cases([{ when: valid(record), result: oddKeys ? once : isObject }], literal(false)))
}

/** Numbers that run over all files as numbers in each of them. */
export const numberedByFile = (rows: Relation, counted: Relation): Relation => {
  const ends = aggregate(
    counted,
    [{ name: fileOfFirst, expression: column(hidden.file) }],
    [{ name: first, expression: call('min', column(json.number)) }],
  )
  return join({
    type: 'inner',
    left: rows,
    right: ends,
    condition: op('=', column(hidden.file, 'left'), column(fileOfFirst, 'right')),
    columns: columnsOf(rows).map(name => ({
      name,
      expression:
        name === json.number
          ? op('+', op('-', column(name, 'left'), column(first, 'right')), literal(1))
          : column(name, 'left'),
    })),
    via: { left: null, right: null },
  })
}

const fileOfFirst = '__weir_first_file'
const first = '__weir_first'

/** Records that cannot be rows, with `reason` and their number over all files. */
export const numberedFaults = (of: Relation, oddKeys: boolean): Relation => {
  const fault = recordFault(oddKeys)
  const faults = project(of, [
    { name: json.record, expression: cases([{ when: op('is_not_null', fault), result: record }]) },
    ...keep([hidden.file, json.number]),
    { name: 'reason', expression: fault },
  ])
  return where(faults, op('is_not_null', column('reason')))
}

/** Lines of which each may be no record, as the reject port has them: `reason` is null where one is a record after all. */
export const judgedLines = (files: readonly string[], file: string): Relation => {
  const read = [
    { name: 'line', type: 'BIGINT' },
    { name: 'record', type: 'VARCHAR' },
  ]
  const lines = scan({
    reader: 'json',
    files,
    options: {
      format: 'newline_delimited',
      columns: read,
    },
    columns: read,
    rejects: null,
  })
  const told = project(lines, [{ name: json.record, expression: column('record') }, ...keep(['line'])])
  return project(told, [
    { name: 'file', expression: literal(file) },
    ...keep(['line']),
    { name: 'reason', expression: recordFault(true) },
    { name: 'raw', expression: recordText },
  ])
}
