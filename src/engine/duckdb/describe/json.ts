import type { Column, ScanInfo } from '#core/relation/relation.ts'
import type { DescribedColumn, DescribedLine, Finding } from '#core/source/description.ts'
import { recordsPath } from '#core/source/json.ts'
import { type JsonWalk, shownPath, walkJson } from '#core/source/json-walk.ts'
import type { Stamp } from '../encoding.ts'
import type { Session } from '../session.ts'
import { utf8Evidence } from './csv-evidence.ts'
import { columnsDiffer } from './files.ts'
import { type Beginning, beginningOf } from './head.ts'
import type { Described, DescribedSource } from './source.ts'
import { fitText } from './type-evidence.ts'
import { readValues, type TriedColumn, tryTypes } from './typed.ts'
import { counted, number, quoted } from './words.ts'

interface Settings {
  readonly format: 'auto' | 'array' | 'ndjson'
  readonly records: string
  readonly types: Readonly<Record<string, string>>
}

type Form = 'ndjson' | 'array' | 'document'

interface JsonRecord {
  readonly line: number
  readonly text: string
  readonly value: unknown
  readonly fault: string | null
}

const mostRecords = 2_000
const mostText = 4_000
const shownRecords = 100

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const kindOf = (value: unknown): string => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'number') return Number.isInteger(value) ? 'whole number' : 'number'
  return { string: 'text', boolean: 'boolean', object: 'object' }[typeof value as string] ?? 'text'
}

const recordOf = (line: number, text: string): JsonRecord => {
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return { line, text, value, fault: null }
    return { line, text, value, fault: `A record must be an object, and this is of type ${kindOf(value)}` }
  } catch {
    return { line, text, value: null, fault: 'It is not valid JSON' }
  }
}

const linesIn = ({ text, whole }: Beginning): readonly JsonRecord[] => {
  const lines = text.split('\n')
  const complete = whole || lines.length === 1 ? lines : lines.slice(0, -1)
  return complete.flatMap((line, i) => (line.trim() === '' ? [] : [recordOf(i + 1, line.replace(/\r$/, ''))]))
}

const formOf = (head: Beginning, settings: Settings): Form => {
  if (settings.format === 'ndjson') return 'ndjson'
  const begin = head.text.trimStart()
  if (begin.startsWith('[')) return 'array'
  const first = begin.split('\n', 1)[0] ?? ''
  return settings.format === 'auto' &&
    recordOf(1, first).fault === null &&
    (settings.records === '$' || begin.trim() !== first.trim())
    ? 'ndjson'
    : 'document'
}

const recordsIn = (head: Beginning, walk: JsonWalk): readonly JsonRecord[] => {
  let line = 1
  let seen = 0
  return walk.records.slice(0, mostRecords).map(({ start, end }) => {
    for (let at = head.text.indexOf('\n', seen); at >= 0 && at < start; at = head.text.indexOf('\n', at + 1)) {
      line += 1
      seen = at + 1
    }
    return recordOf(line, head.text.slice(start, end))
  })
}

/** The records of a file's beginning. */
const read = (head: Beginning, settings: Settings) => {
  const form = formOf(head, settings)
  const path = recordsPath(settings.records) ?? '$'
  if (form === 'ndjson' && path === '$') return { form, walk: null, records: linesIn(head).slice(0, mostRecords) }
  const walk = walkJson(head.text, path)
  return { form, walk, records: recordsIn(head, walk) }
}

const formatFinding = ({ form, walk, records }: ReturnType<typeof read>, settings: Settings): Finding => {
  const objects = records.filter(({ fault }) => fault === null).length
  const evidence = {
    ndjson: `${number(objects)} of ${counted(records.length, 'line is an object', 'lines are objects')} of their own`,
    array: 'it begins with `[`',
    document: 'it begins with `{`, and the first line alone is no object',
  }[form]
  const names = { ndjson: 'lines', array: 'array', document: 'document' }
  const stopped = walk !== null && walk.stoppedAt !== null && walk.records.length === 0
  return {
    setting: 'format',
    label: 'Format',
    value: names[form],
    given: settings.format !== 'auto',
    evidence: [evidence, ...(stopped ? ['no record ends in what was looked at'] : [])],
    options: [
      { value: 'array', label: 'array', evidence: 'an array of records, or a document that holds one' },
      { value: 'ndjson', label: 'lines', evidence: 'a record on each line' },
    ],
  }
}

const recordsFinding = ({ walk, records }: ReturnType<typeof read>, settings: Settings): Finding => {
  const lists = (walk?.lists ?? []).map(({ path, elements }) => ({
    value: shownPath(path),
    label: shownPath(path),
    evidence: counted(elements, 'object'),
  }))
  const root = { value: '$', label: '$', evidence: 'the whole document, or each line' }
  return {
    setting: 'records',
    label: 'Records',
    value: settings.records,
    given: settings.records !== '$',
    evidence: [`${counted(records.length, 'record')} there`],
    options: lists.some(({ value }) => value === '$') ? lists : [root, ...lists],
  }
}

const pointerOf = (info: ScanInfo | null, name: string): string =>
  info?.pointers?.[name] ?? `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`

/** The values of records as texts, as the source takes them apart. */
const textsOf = async (
  session: Session,
  records: readonly JsonRecord[],
  columns: readonly Column[],
  info: ScanInfo | null,
): Promise<readonly (readonly (string | null)[])[]> => {
  if (records.length === 0 || columns.length === 0) return records.map(() => [])
  const pointers = JSON.stringify(columns.map(({ name }) => pointerOf(info, name)))
  const found = await session.query(
    `SELECT to_json(json_extract_string(r[1], from_json(CAST($2 AS JSON), '["VARCHAR"]'))), ` +
      `to_json(CAST(json_extract(r[1], from_json(CAST($2 AS JSON), '["VARCHAR"]')) AS VARCHAR[])) ` +
      `FROM (SELECT unnest(from_json(CAST($1 AS JSON), '[["VARCHAR"]]')) AS r)`,
    { values: [JSON.stringify(records.map(({ text }) => [text])), pointers] },
  )
  return found.rows.map(row => {
    const [texts, raws] = row.map(each => JSON.parse(String(each)) as (string | null)[])
    return columns.map(({ type }, i) => (type === 'JSON' ? raws![i]! : texts![i]!))
  })
}

const keyEvidence = (key: string, records: readonly JsonRecord[]): string => {
  const kinds = new Map<string, { count: number; line: number; text: string }>()
  let present = 0
  for (const { line, value } of records) {
    if (!isObject(value) || !Object.hasOwn(value, key)) continue
    present += 1
    const kind = kindOf(value[key])
    const known = kinds.get(kind)
    if (known) known.count += 1
    else kinds.set(kind, { count: 1, line, text: JSON.stringify(value[key]) })
  }
  const sorted = [...kinds].sort(([, a], [, b]) => b.count - a.count)
  const said = sorted.map(([kind, { count, line, text }], i) =>
    i > 0 && kind !== 'null'
      ? `${kind} ${number(count)} (first: line ${number(line)} ${quoted(text)})`
      : `${kind} ${number(count)}`,
  )
  return `in ${number(present)} of ${counted(records.length, 'record')}${said.length > 0 ? `: ${said.join(', ')}` : ''}`
}

const keysOf = (records: readonly JsonRecord[]): readonly string[] => [
  ...new Set(records.flatMap(({ value }) => (isObject(value) ? Object.keys(value) : []))),
]

const keyAt = (pointer: string): string | null =>
  /^\/[^/]*$/.test(pointer) ? pointer.slice(1).replaceAll('~1', '/').replaceAll('~0', '~') : null

const encodingFact = (head: Beginning): Finding => ({
  setting: null,
  label: 'Encoding',
  value: 'utf-8',
  given: false,
  evidence: [utf8Evidence(head.raw)],
  options: [],
})

const lineOf = (record: JsonRecord, of: Pick<DescribedLine, 'values' | 'wrong'>): DescribedLine => ({
  number: record.line,
  kind: record.fault === null ? 'row' : 'fault',
  text: record.text.slice(0, mostText),
  cut: record.text.length > mostText,
  end: '',
  reason: record.fault,
  cells: [],
  ...of,
})

/** What the beginning of a JSON file says of its records. */
export const describeJson = async ({
  request,
  files,
  index,
  info,
  session,
  signal,
}: DescribedSource): Promise<Described> => {
  const settings = request.options as unknown as Settings
  const head = await beginningOf(files[index]!, 'utf-8')
  const found = read(head, settings)
  const { records } = found
  const sound = records.filter(({ fault }) => fault === null)
  const columns = info?.columns ?? keysOf(sound).map(name => ({ name, type: 'JSON' }))
  const tries = columns.map(
    ({ type }): TriedColumn => ({
      type,
      format: { decimal: '.', format: null, json: true, guessed: false },
      others: [],
    }),
  )
  const texts = await textsOf(session, sound, columns, info)
  const tried = await tryTypes(session, tries, texts, signal)
  const shown = records.slice(0, shownRecords)
  const rows = sound.slice(0, shown.filter(({ fault }) => fault === null).length)
  const values = await readValues(session, tries, texts.slice(0, rows.length), signal)
  const rowOf = new Map(rows.map((record, i) => [record, i]))
  const given = new Set(Object.keys(settings.types).map(name => name.toLowerCase()))
  return {
    scope: `${head.whole ? 'all' : 'the first'} ${counted(records.length, 'record')}`,
    findings: [formatFinding(found, settings), recordsFinding(found, settings), encodingFact(head)],
    columns: columns.map(({ name, type }, i): DescribedColumn => {
      const fit = tried[i]?.fit
      const key = keyAt(pointerOf(info, name))
      const typed = fit?.misfit ? `; ${fitText(fit, row => sound[row]!.line)}` : ''
      const about = key === null ? '' : keyEvidence(key, records)
      return { name, type, given: given.has(name.toLowerCase()), evidence: `${about}${typed}` }
    }),
    lines: shown.map(record => {
      const row = rowOf.get(record)
      if (row === undefined) return lineOf(record, { values: null, wrong: [] })
      const own = values[row] ?? []
      return lineOf(record, {
        values: own,
        wrong: own.flatMap((value, i) => (value === null && texts[row]?.[i] !== null ? [i] : [])),
      })
    }),
    differs: async (other: Stamp) => {
      const theirs = read(await beginningOf(other, 'utf-8'), settings)
      if (theirs.form !== found.form)
        return `is written as ${theirs.form === 'ndjson' ? 'lines' : `an ${theirs.form}`.replace('an document', 'a document')}`
      const own = keysOf(theirs.records)
      return columnsDiffer(keysOf(records), own) === null ? null : setsDiffer(keysOf(records), own)
    },
  }
}

/** As columns, but for their order: keys of records have none. */
const setsDiffer = (first: readonly string[], own: readonly string[]): string | null =>
  columnsDiffer([...first].sort(), [...own].sort())
