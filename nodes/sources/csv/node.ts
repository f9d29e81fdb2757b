import { sourceColumns } from '#core/drift/drift.ts'
import type { CompileContext, DelimitedShape } from '#core/node/kind.ts'
import { defineNode, field, onDrift, z } from '#core/node/settings.ts'
import {
  call,
  cast,
  column,
  keep,
  literal,
  op,
  orderBy,
  project,
  rejects,
  sort,
  union,
  values,
  where,
} from '#core/relation/build.ts'
import { rejectColumns } from '#core/relation/columns.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Column, NamedExpression, Relation, Scan, ScanInfo, ScanPart } from '#core/relation/relation.ts'
import { type Cell, flagCells, type RowFault, splitCells, strictCells } from '#core/source/cells.ts'
import { convert } from '#core/source/convert.ts'
import { csvScan, guessedTypes, hidden, missing, neverOf, partsOf, typedCell } from '#core/source/csv.ts'
import { failingLines, faultyLines } from '#core/source/faults.ts'
import { shownFile } from '#core/source/file.ts'
import { faultCode, lineFaults } from '#core/source/line-faults.ts'

const sign = z.string().max(1, 'one sign').nullable().default(null)
const format = z.string().nullable().default(null)

const settings = z.strictObject({
  path: field(z.string(), {
    label: 'File',
    help: 'A path, or a pattern such as data/o-*.csv. May be compressed (.gz, .zst).',
    widget: 'file',
    placeholder: 'data/orders.csv',
  }),
  delimiter: field(z.string().min(1, 'a sign').max(4, 'at most four signs').nullable().default(null), {
    label: 'Delimiter',
    help: 'What stands between cells. Empty: found out.',
    widget: 'text',
    placeholder: 'found out',
  }),
  quote: field(sign, {
    label: 'Quote',
    help: 'What stands around a cell that holds the delimiter.',
    widget: 'text',
    placeholder: 'found out',
    advanced: true,
  }),
  escape: field(sign, {
    label: 'Escape',
    help: 'What stands before a quote inside of quotes.',
    widget: 'text',
    placeholder: 'found out',
    advanced: true,
  }),
  header: field(z.boolean().nullable().default(null), {
    label: 'Header',
    help: 'Whether the first line names the columns.',
    widget: 'choice',
    labels: { null: 'found out', true: 'yes', false: 'no' },
  }),
  skip: field(z.int().min(0).default(0), {
    label: 'Skip lines',
    help: 'Lines at the top that are no part of the table.',
    widget: 'number',
    advanced: true,
  }),
  encoding: field(z.string().min(1, 'name an encoding').default('utf-8'), {
    label: 'Encoding',
    help: 'utf-8, utf-16, latin-1, windows-1252 and many others.',
    widget: 'text',
  }),
  decimal: field(z.enum(['.', ',']).default('.'), {
    label: 'Decimal sign',
    help: 'What stands before the decimals of a number.',
    widget: 'choice',
    labels: { '.': 'point', ',': 'comma' },
  }),
  nulls: field(z.array(z.string()).default(['']), {
    label: 'Null texts',
    help: 'Cells with one of these texts are null.',
    widget: 'textList',
    advanced: true,
  }),
  dateFormat: field(format, {
    label: 'Date format',
    help: 'As in %d.%m.%Y. Empty: found out.',
    widget: 'text',
    placeholder: 'found out',
    advanced: true,
  }),
  timestampFormat: field(format, {
    label: 'Timestamp format',
    help: 'As in %d.%m.%Y %H:%M. Empty: found out.',
    widget: 'text',
    placeholder: 'found out',
    advanced: true,
  }),
  types: field(z.record(z.string(), z.string()).default({}), {
    label: 'Types',
    help: 'Columns whose type is not to be found out.',
    widget: 'typeTable',
  }),
  unionByName: field(z.boolean().default(false), {
    label: 'Union by name',
    help: 'Files may have different columns; those that one lacks are null.',
    widget: 'toggle',
    advanced: true,
  }),
  fileColumn: field(z.string().min(1, 'name the column').nullable().default(null), {
    label: 'File column',
    help: 'A column of this name says which file a row is from.',
    widget: 'text',
    advanced: true,
  }),
  badCells: field(z.enum(['flag', 'reject', 'fail']).default('flag'), {
    label: 'Cells that do not fit',
    help: 'flag makes them null with a flag that keeps the text, reject sends the line to the reject port, fail ends the run.',
    widget: 'choice',
  }),
  badLines: field(z.enum(['reject', 'flag', 'fail']).default('reject'), {
    label: 'Lines that do not fit',
    help: 'reject sends them to the reject port, flag keeps them with missing cells null, fail ends the run.',
    widget: 'choice',
  }),
  onDrift,
})

type Settings = z.infer<typeof settings>

const delimOf = (info: ScanInfo): Expression => literal(String(info.options.delim ?? ','))

/** The text of a line as its cells give it. */
const rebuilt = (info: ScanInfo, columns: readonly Column[]): Expression =>
  call('concat_ws', delimOf(info), ...columns.map(c => call('coalesce', cast(column(c.name), 'VARCHAR'), literal(''))))

/** The text of a line where its cells do not give it, else null. */
const rawOf = (of: ScanPart, info: ScanInfo): Expression => {
  if (!of.told) return literal(null, 'VARCHAR')
  const raw = call('decode', call('unhex', call('substr', call('nullif', column(hidden.raw), literal('')), literal(2))))
  const sameOrder =
    of.columns.length === info.columns.length && of.columns.every((c, i) => c.name === info.columns[i]!.name)
  return sameOrder ? raw : call('coalesce', raw, rebuilt(info, of.columns))
}

/** One part's rows under the columns of all parts, with those of `helpers` that say more of a line. */
const part = (of: ScanPart, scan: Relation, info: ScanInfo, helpers: readonly string[]): Relation => {
  const cellOf = (c: Column): Expression => {
    const isTyped = info.typed?.includes(c.name) === true
    if (!of.columns.some(o => o.name === c.name)) return missing(isTyped ? c.type : 'VARCHAR')
    return isTyped ? typedCell(info, c) : column(c.name)
  }
  const columns = info.columns.map(c => ({ name: c.name, expression: cellOf(c) }))
  const known: Readonly<Record<string, Expression>> = {
    [hidden.file]: column(hidden.file),
    [hidden.line]: of.numbered ? column(hidden.line) : literal(null, 'BIGINT'),
    [hidden.fault]: of.told ? column(hidden.fault) : literal(0),
    [hidden.raw]: rawOf(of, info),
  }
  return project(scan, [...columns, ...helpers.map(name => ({ name, expression: known[name]! }))])
}

const faultFlags: readonly RowFault[] = Object.values(lineFaults).map(sentence => ({
  violation: op('=', column(hidden.fault), literal(faultCode(sentence))),
  message: `${sentence} ({raw})`,
}))

/** Where a line stands, and its text. */
const placeAndText = (info: ScanInfo): Expression =>
  call(
    'concat',
    shownFile(info, hidden.file),
    literal(', line '),
    column(hidden.line),
    literal(': '),
    column(hidden.raw),
  )

const nothing = (): Relation => values(rejectColumns, [])

/** Rows whose cells do not fit, as the reject port has them. */
const faultyRows = (faulty: Relation, reason: Expression, info: ScanInfo): Relation =>
  project(faulty, [
    { name: 'file', expression: shownFile(info, hidden.file) },
    { name: 'line', expression: column(hidden.line) },
    { name: 'reason', expression: reason },
    { name: 'raw', expression: call('coalesce', column(hidden.raw), rebuilt(info, info.columns)) },
  ])

const together = (relations: readonly Relation[]): Relation =>
  relations.length === 0 ? nothing() : relations.length === 1 ? relations[0]! : union(relations)

/** What DuckDB itself could not read; in a numbered copy the line says which it is. */
const refusedLines = (info: ScanInfo, of: ScanPart, scan: Scan): Relation => {
  const fields = call('string_split', column('raw'), delimOf(info))
  const before = Array.from({ length: of.told ? 3 : 1 }, (_, i) => call('list_extract', fields, literal(i + 1)))
  const own = cast(before[0]!, 'BIGINT', { safe: true })
  const start = call('concat', ...before.flatMap(text => [text, delimOf(info)]))
  const rest = call('substr', column('raw'), op('+', call('length', start), literal(1)))
  return project(rejects(scan), [
    { name: 'file', expression: shownFile(info, 'file') },
    { name: 'line', expression: of.numbered ? own : column('line') },
    ...keep(['reason']),
    { name: 'raw', expression: of.numbered ? rest : column('raw') },
  ])
}

/** A relation whose first row ends the run: it says which line is no row. */
const failing = (info: ScanInfo, faults: readonly string[], carried: readonly string[]): Relation => {
  const place = op('||', shownFile(info, 'file'), literal(', line '), cast(column('line'), 'VARCHAR'))
  const sentence = op('||', place, literal(': '), column('reason'))
  return failingLines(faults, [...info.columns.map(c => c.name), ...carried], sentence)
}

/** How a line is made up, for who corrects one: as in the first file. */
const lineShape = (info: ScanInfo): DelimitedShape => ({
  delimiter: String(info.options.delim ?? ','),
  quote: String(info.options.quote ?? ''),
  escape: String(info.options.escape ?? ''),
  columns: (partsOf(info)[0]?.columns ?? info.columns).map(({ name }) => name),
})

const compile = (s: Settings, context: CompileContext) => {
  const info = context.scan(0)
  const parts = partsOf(info)
  const told = s.badLines === 'flag' && parts.some(of => of.told)
  const withLine = told || s.badCells === 'reject'
  const withFile = s.fileColumn !== null || withLine
  const carried = [
    ...(withFile ? [hidden.file] : []),
    ...(withLine ? [hidden.line, hidden.raw] : []),
    ...(told ? [hidden.fault] : []),
  ]
  const scans = parts.map((of, i) =>
    csvScan(info, of, {
      file: withFile,
      // What DuckDB converts must not fail in silence: its first error tells that the file is to be read as text.
      rejects:
        s.badLines === 'fail' || info.typed ? null : `__weir_rejects_${context.node}${parts.length > 1 ? `_${i}` : ''}`,
    }),
  )
  const all = together(parts.map((of, i) => part(of, scans[i]!, info, carried)))
  const lines =
    s.badLines === 'fail' && info.faults
      ? failing(info, info.faults, carried)
      : info.typed
        ? where(all, op('not', neverOf(info.columns.map(({ name }) => name))))
        : all
  const typed = info.typed ?? []
  const isGuessed = guessedTypes(s.types)
  const cells = info.columns.map(({ name, type }): Cell => {
    if (type === 'VARCHAR') return { name, type, value: null }
    if (typed.includes(name)) return { name, type, value: null, violation: literal(false) }
    const format = info.formats?.[name] ?? null
    const cellFormat = { decimal: s.decimal, format, json: false, guessed: isGuessed(name) }
    return { name, type, value: convert(column(name), type, cellFormat) }
  })
  const file: NamedExpression[] =
    s.fileColumn === null ? [] : [{ name: s.fileColumn, expression: shownFile(info, hidden.file) }]
  const rejected = [
    ...(info.faults && s.badLines !== 'fail' ? [faultyLines(info, info.faults)] : []),
    ...parts.flatMap((of, i) => (scans[i]!.rejects === null ? [] : [refusedLines(info, of, scans[i]!)])),
  ]
  const faults = told ? faultFlags : []
  const raw = told ? placeAndText(info) : null
  const fits = info.typed && !info.faults && !told && cells.every(({ value }) => value === null)
  const source = {
    onDrift: s.onDrift,
    columns: sourceColumns(info.columns, { types: s.types }),
    ...(fits && info.rows !== undefined ? { rows: info.rows } : {}),
  }
  if (s.badCells === 'flag') {
    const out = flagCells(context.node, lines, cells, file, faults, raw)
    return {
      ports: { out: out.relation, reject: together(rejected) },
      flags: out.flags,
      source,
      lines: lineShape(info),
    }
  }
  const settled = cells.map(({ name, type }): Cell => ({ name, type, value: null }))
  const split = splitCells(lines, cells, keep(carried))
  const sound = s.badCells === 'fail' ? strictCells(lines, cells, keep(carried)) : split.sound
  const refused = s.badCells === 'reject' ? [faultyRows(split.faulty, split.reason, info)] : []
  const out = flagCells(context.node, sound, settled, file, faults, raw)
  const unread = together([...rejected, ...refused])
  const reject = refused.length > 0 ? sort(unread, [orderBy(column('file')), orderBy(column('line'))]) : unread
  return { ports: { out: out.relation, reject }, flags: out.flags, source, lines: lineShape(info) }
}

export default defineNode<Settings>({
  kind: 'source.csv',
  version: 1,
  group: 'sources',
  title: 'CSV',
  summary: 'Reads delimited text: one file, or all that a pattern finds.',
  aliases: [
    'Text file input',
    'CSV file input',
    'Input Data',
    'CSV Reader',
    'File Reader',
    'Flat File Source',
    'read_csv',
    'Delimited text',
    { name: 'TSV', settings: { delimiter: '\t' } },
  ],
  settings,
  initial: { path: '' },
  inputs: () => [],
  outputs: () => [{ name: 'out' }, { name: 'reject', role: 'reject' }],
  describe: ({ path }) => path || 'no file yet',
  reads: ({ path, badCells, badLines, onDrift: _drift, ...options }) => [
    { reader: 'csv', path, options: { ...options, numbered: badCells === 'reject', keep: badLines === 'flag' } },
  ],
  compile,
})
