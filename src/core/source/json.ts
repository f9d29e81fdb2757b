import {
  call,
  cases,
  cast,
  column,
  keep,
  literal,
  op,
  orderBy,
  over,
  project,
  scan,
  sort,
  where,
} from '../relation/build.ts'
import type { Expression } from '../relation/expression.ts'
import type { Relation, Scan, ScanInfo } from '../relation/relation.ts'
import { hidden } from './csv.ts'

/** The hidden columns of JSON records before they are taken apart. */
export const json = { document: '__weir_json', record: '__weir_record', number: '__weir_number' } as const

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
          max_line_size: 16_777_216,
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
    reader: info.reader,
    files: info.files,
    options: { ...info.options, filename: hidden.file },
    columns: [
      { name: json.document, type: info.reader === 'csv' ? 'VARCHAR' : 'JSON' },
      { name: hidden.file, type: 'VARCHAR' },
    ],
    rejects: null,
  })

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
  const found = cases(
    [
      {
        when: valid(document),
        result: cases([{ when: op('=', call('json_type', document, at), literal('ARRAY')), result: many }], one),
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

/** Why a record cannot be a row, or null: also for an empty line, which is none. */
export const recordFault: Expression = cases([
  { when: op('is_null', record), result: literal(null, 'VARCHAR') },
  { when: op('not', valid(record)), result: literal('It is not valid JSON') },
  {
    when: op('<>', typeOf(record), literal('OBJECT')),
    result: op('||', literal('A record must be an object, and this is of type '), call('lower', typeOf(record))),
  },
])

/** Records that are objects. One CASE, as DuckDB may reorder the sides of an AND, and `json_type` fails on what is not JSON. */
export const soundRecords = (of: Relation): Relation =>
  where(of, cases([{ when: valid(record), result: op('=', typeOf(record), literal('OBJECT')) }], literal(false)))

/** Records that cannot be rows, with `reason` and their number in their file, counted from 1. */
export const numberedFaults = (of: Relation, severalFiles: boolean): Relation => {
  const number = column(json.number)
  const reason = { name: 'reason', expression: recordFault }
  const kept = cases([{ when: op('is_not_null', recordFault), result: record }])
  const faults = project(of, [
    { name: json.record, expression: kept },
    { name: hidden.file, expression: column(hidden.file) },
    { name: json.number, expression: number },
    reason,
  ])
  if (!severalFiles) return where(faults, op('is_not_null', column('reason')))
  const first = over(call('min', number), { partition: [column(hidden.file)] })
  const inFile = project(faults, [
    ...[json.record, hidden.file].map(name => ({ name, expression: column(name) })),
    { name: json.number, expression: op('+', op('-', number, first), literal(1)) },
    { name: 'reason', expression: column('reason') },
  ])
  return sort(where(inFile, op('is_not_null', column('reason'))), [orderBy(column(hidden.file)), orderBy(number)])
}
