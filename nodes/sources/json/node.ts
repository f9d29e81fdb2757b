import { sourceColumns } from '#core/drift/drift.ts'
import type { CompileContext, RecordShape } from '#core/node/kind.ts'
import { defineNode, field, onDrift, z } from '#core/node/settings.ts'
import {
  call,
  cases,
  column,
  keep,
  literal,
  op,
  orderBy,
  project,
  sort,
  union,
  values,
  where,
} from '#core/relation/build.ts'
import { columnsOf, rejectColumns } from '#core/relation/columns.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Column, NamedExpression, Relation, ScanInfo } from '#core/relation/relation.ts'
import { type Cell, flagCells, type RowFault, splitCells, strictCells } from '#core/source/cells.ts'
import { convert } from '#core/source/convert.ts'
import { hidden } from '#core/source/csv.ts'
import { failingLines, faultyLines } from '#core/source/faults.ts'
import { shownFile } from '#core/source/file.ts'
import {
  documents,
  json,
  keyOf,
  numbered,
  numberedByFile,
  numberedFaults,
  presentRecords,
  recordFault,
  records,
  recordsPath,
  recordText,
  soundRecords,
  typedRecords,
} from '#core/source/json.ts'

const settings = z.strictObject({
  path: field(z.string(), {
    label: 'File',
    help: 'A path, or a pattern such as data/*.ndjson. May be compressed (.gz, .zst).',
    widget: 'file',
    placeholder: 'data/events.ndjson',
  }),
  format: field(z.enum(['auto', 'array', 'ndjson']).default('auto'), {
    label: 'Format',
    help: 'An array of records, or a record on each line.',
    widget: 'choice',
    labels: { auto: 'found out', array: 'array', ndjson: 'lines' },
  }),
  records: field(z.string().default('$'), {
    label: 'Records',
    help: 'Where the records lie in a document: $ or $.data.items.',
    widget: 'text',
  }),
  types: field(z.record(z.string(), z.string()).default({}), {
    label: 'Types',
    help: 'Columns whose type is not to be found out.',
    widget: 'typeTable',
  }),
  fileColumn: field(z.string().min(1, 'name the column').nullable().default(null), {
    label: 'File column',
    help: 'A column of this name says which file a row is from.',
    widget: 'text',
    advanced: true,
  }),
  badCells: field(z.enum(['flag', 'reject', 'fail']).default('flag'), {
    label: 'Values that do not fit',
    help: 'flag makes them null with a flag that keeps the text, reject sends the record to the reject port, fail ends the run.',
    widget: 'choice',
  }),
  badLines: field(z.enum(['reject', 'flag', 'fail']).default('reject'), {
    label: 'Records that do not fit',
    help: 'reject sends them to the reject port, flag keeps them with all values null, fail ends the run.',
    widget: 'choice',
  }),
  onDrift,
})

type Settings = z.infer<typeof settings>

const texts = '__weir_texts'
const fault = '__weir_fault'
const isObject = op('is_null', column(fault))

/** Each record's values as texts, found in one pass over it. */
const taken = (of: Relation, info: ScanInfo): Relation => {
  const rest = columnsOf(of).filter(name => name !== json.record)
  const paths = info.columns.map(c => literal(info.pointers?.[c.name] ?? `/${c.name}`))
  const record = cases([{ when: isObject, result: column(json.record) }])
  const carried = keep([json.record, ...rest])
  const apart = project(of, [
    { name: texts, expression: call('json_extract_string', record, op('list', ...paths)) },
    ...carried,
  ])
  return project(apart, [
    ...info.columns.map((c, i) => ({
      name: c.name,
      // A text among nested values must keep its quotes to be JSON.
      expression:
        c.type === 'JSON'
          ? cases([{ when: isObject, result: call('json_extract', column(json.record), paths[i]!) }])
          : op('element', column(texts), literal(i + 1)),
    })),
    ...carried,
  ])
}

const withFault = (of: Relation, reason: Expression): Relation =>
  project(of, [...keep(columnsOf(of)), { name: fault, expression: reason }])

const failing = (of: Relation): Relation => {
  const sentence = op('||', literal('A record cannot be read. '), column(fault), literal(': '), recordText)
  return where(of, cases([{ when: op('is_not_null', column(fault)), result: call('error', sentence) }], literal(true)))
}

const faulty = (rows: Relation, reason: Expression, info: ScanInfo): Relation =>
  project(rows, [
    { name: 'file', expression: shownFile(info, hidden.file) },
    { name: 'line', expression: column(json.number) },
    { name: 'reason', expression: reason },
    { name: 'raw', expression: recordText },
  ])

const cellOf = (info: ScanInfo, { name, type }: Column, direct: boolean): Cell => {
  if (type === 'VARCHAR' || type === 'JSON') return { name, type, value: null }
  if (direct && info.typed?.includes(name)) return { name, type, value: null, violation: literal(false) }
  return { name, type, value: convert(column(name), type, { decimal: '.', format: null, json: true, guessed: false }) }
}

const faultsOf = (s: Settings, violation: Expression): readonly RowFault[] =>
  s.badLines === 'flag' ? [{ violation, message: 'The record is not a JSON object' }] : []

/** A file column that says where a row is from. */
const fileOf = (s: Settings, info: ScanInfo): NamedExpression[] =>
  s.fileColumn === null ? [] : [{ name: s.fileColumn, expression: shownFile(info, hidden.file) }]

const settled = (cells: readonly Cell[]): Cell[] => cells.map(({ name, type }) => ({ name, type, value: null }))

/** All records are sound, and no value that may not fit is to be rejected: there is no need of their texts. */
const isDirect = (s: Settings, { typed, columns }: ScanInfo): boolean =>
  typed !== undefined &&
  (s.badCells !== 'reject' || columns.every(({ name, type }) => type === 'VARCHAR' || typed.includes(name)))

/** What ends the run where a record is none. */
const ending = (info: ScanInfo, faults: readonly string[]): Relation => {
  const sentence = op('||', literal('A record cannot be read. '), column('reason'), literal(': '), column('raw'))
  return failingLines(faults, [...info.columns.map(({ name }) => name), hidden.file], sentence)
}

const compileDirect = (s: Settings, { node }: CompileContext, info: ScanInfo) => {
  const { faults = [] } = info
  const rows = s.badLines === 'fail' && faults.length > 0 ? ending(info, faults) : typedRecords(info)
  const cells = info.columns.map(c => cellOf(info, c, true))
  const told = faultsOf(s, info.keptFaults ? op('is_not_null', column(hidden.fault)) : literal(false))
  const carried = keep([hidden.file, ...(info.keptFaults ? [hidden.fault] : [])])
  const out =
    s.badCells === 'flag'
      ? flagCells(node, rows, cells, fileOf(s, info), told)
      : flagCells(
          node,
          s.badCells === 'fail' ? strictCells(rows, cells, carried) : rows,
          settled(cells),
          fileOf(s, info),
          told,
        )
  const reject = s.badLines === 'reject' && faults.length > 0 ? faultyLines(info, faults) : values(rejectColumns, [])
  return { ports: { out: out.relation, reject }, flags: out.flags }
}

const compileTexts = (s: Settings, context: CompileContext, info: ScanInfo) => {
  const plain = records(documents(info), info.flat ? '$' : (recordsPath(s.records) ?? '$'))
  const counted = numbered(plain)
  const all = s.badCells === 'reject' ? counted : plain
  const oddKeys = info.oddKeys === true
  const present = presentRecords(all)
  const sound = {
    reject: () => withFault(soundRecords(all, oddKeys), literal(null, 'VARCHAR')),
    flag: () => withFault(present, recordFault(oddKeys)),
    fail: () => failing(withFault(present, recordFault(oddKeys))),
  }[s.badLines]()
  const rows = taken(sound, info)
  const cells = info.columns.map(c => cellOf(info, c, false))
  const file = fileOf(s, info)
  const faults = faultsOf(s, op('is_not_null', column(fault)))
  const several = info.files.length > 1
  const rejected = (of: Relation, reason: Expression): Relation =>
    faulty(several ? numberedByFile(of, counted) : of, reason, info)
  const inOrder = (of: Relation) => sort(of, [orderBy(column('file')), orderBy(column('line'))])
  const badRecords = rejected(numberedFaults(counted, oddKeys), column('reason'))
  const refused = s.badLines === 'reject' ? badRecords : where(badRecords, literal(false))
  if (s.badCells !== 'reject') {
    const reject = several ? inOrder(refused) : refused
    const settle = s.badCells === 'fail'
    const fitting = settle ? strictCells(rows, cells, keep([hidden.file, fault])) : rows
    const out = flagCells(context.node, fitting, settle ? settled(cells) : cells, file, faults)
    return { ports: { out: out.relation, reject }, flags: out.flags }
  }
  const split = splitCells(rows, cells, keep([hidden.file, fault]))
  const out = flagCells(context.node, split.sound, settled(cells), file, faults)
  const reasoned = project(split.faulty, [
    ...keep([json.record, hidden.file, json.number]),
    { name: 'reason', expression: split.reason },
  ])
  const reject = inOrder(union([refused, rejected(reasoned, column('reason'))]))
  return { ports: { out: out.relation, reject }, flags: out.flags }
}

/** How a record is made up, for who corrects one. */
const recordShape = ({ columns, pointers }: ScanInfo): RecordShape => ({
  columns: columns.map(({ name }) => name),
  keys: columns.map(({ name }) => keyOf(pointers?.[name] ?? `/${name}`)),
  texts: columns.map(({ type }) => /^(VARCHAR|DATE|TIME|UUID)/.test(type)),
})

const compile = (s: Settings, context: CompileContext) => {
  const info = context.scan(0)
  const compiled = isDirect(s, info) ? compileDirect(s, context, info) : compileTexts(s, context, info)
  return {
    ...compiled,
    lines: recordShape(info),
    source: { onDrift: s.onDrift, columns: sourceColumns(info.columns, { types: s.types }) },
  }
}

export default defineNode<Settings>({
  kind: 'source.json',
  version: 1,
  group: 'sources',
  title: 'JSON',
  summary: 'Reads records of JSON: an array, or one on each line.',
  aliases: ['JSON input', 'JSON Reader', 'JSON Parse', 'read_json', 'NDJSON', 'JSON Lines'],
  settings,
  initial: { path: '' },
  inputs: () => [],
  outputs: () => [{ name: 'out' }, { name: 'reject', role: 'reject' }],
  describe: ({ path, records: at }) => (path ? (at === '$' ? path : `${at} of ${path}`) : 'no file yet'),
  reads: ({ path, format, records: at, types, fileColumn, badCells, badLines }) => [
    {
      reader: 'json',
      path,
      options: {
        format,
        records: at,
        types,
        fileColumn,
        numbered: badCells === 'reject',
        keep: badLines === 'flag',
      },
    },
  ],
  compile,
})
