import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { appendFile, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { column, limit, project } from '#core/relation/build.ts'
import type { Relation } from '#core/relation/relation.ts'
import { lineSizes } from '#core/source/csv.ts'
import { json, longestRecord, soundRecords } from '#core/source/json.ts'
import { printRelation } from '#core/sql/print.ts'
import { quoteIdentifier, quoteLiteral, quotePath } from '#core/sql/quote.ts'
import type { ScanWorld } from '../world.ts'
import type { RecordKey } from './records.ts'
import { sampleLines } from './sample.ts'

/** The keys of records, the types of their values, and what only a look at all of them tells. */
export interface JsonKeys {
  readonly keys: readonly string[]
  readonly types: readonly string[]
  /** Some records have a key twice, or one that no column can be named after. */
  readonly oddKeys: boolean
  /** Some entries of a list are null, which the JSON reader gives as no text at all. */
  readonly nulls: boolean
}

const sampleRows = 20480
const mostShapes = 5000

/** DuckDB's look at types ends the process where values are nested some ten thousand times. */
const deepest = 500

/** A text this long may be nested too deep for DuckDB's look at its structure. */
const longestStructure = 16_000

export const pointerOf = (key: string): string => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`

const isTooDeep = (text: string): boolean => {
  if (text.length < deepest * 2) return false
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const sign = text[i]
    if (sign === '"') {
      for (i += 1; i < text.length && text[i] !== '"'; i++) if (text[i] === '\\') i += 1
    } else if (sign === '{' || sign === '[') {
      if (++depth > deepest) return true
    } else if (sign === '}' || sign === ']') depth -= 1
  }
  return false
}

const linesOf = (path: string) => createInterface({ input: createReadStream(path) })

/** The file itself, or a copy without the records that are nested too deep. */
const withoutDeep = async (path: string): Promise<string> => {
  let deep = false
  for await (const line of linesOf(path)) deep ||= isTooDeep(line)
  if (!deep) return path
  const target = await open(`${path}.flat`, 'w')
  try {
    for await (const line of linesOf(path)) if (!isTooDeep(line)) await target.write(`${line}\n`)
  } finally {
    await target.close()
  }
  return `${path}.flat`
}

const sizes = lineSizes(longestRecord)

const reader = (path: string): string =>
  `read_csv(${quotePath(path)}, auto_detect = false, header = false, delim = '\u001f', quote = '', escape = '', max_line_size = ${sizes.max_line_size}, buffer_size = ${sizes.buffer_size}, columns = {'r': 'VARCHAR'})`

const keysOf = async (path: string, world: ScanWorld): Promise<string[]> => {
  const { rows } = await world.connection.query(
    `SELECT k FROM (SELECT unnest(keys) AS k, generate_subscripts(keys, 1) AS i, n FROM ` +
      `(SELECT json_keys(r) AS keys, row_number() OVER () AS n FROM ${reader(path)})) GROUP BY k ORDER BY min(n * 100000 + i)`,
  )
  return rows.map(row => String(row[0]))
}

/** DuckDB calls a key JSON if its values are of several types; where all of them are scalars they are texts here. */
const plainType = (type: string, nested: number): string => (type === 'JSON' && nested === 0 ? 'VARCHAR' : type)

/** A whole number that no BIGINT holds is a DOUBLE to DuckDB, which loses its last digits. */
const exactType = (type: string, whole: number, others: number, huge: number): string =>
  type !== 'DOUBLE' || whole === 0 || others > 0 ? type : huge > 0 ? 'VARCHAR' : 'HUGEINT'

const typesOf = async (path: string, keys: readonly string[], world: ScanWorld): Promise<string[]> => {
  try {
    const sound = await withoutDeep(path)
    const columns = await world.connection.describe(
      `SELECT * FROM read_json(${quotePath(sound)}, format = 'newline_delimited', sample_size = -1, map_inference_threshold = -1, maximum_object_size = ${longestRecord})`,
    )
    const types = keys.map((key, i) =>
      columns.length === keys.length ? columns[i]!.type : (columns.find(c => c.name === key)?.type ?? 'JSON'),
    )
    const open = keys.flatMap((key, i) => (types[i] === 'JSON' || types[i] === 'DOUBLE' ? [{ key, i }] : []))
    if (open.length === 0) return types
    const counts = open.flatMap(({ key }) => {
      const pointer = quoteLiteral(pointerOf(key))
      const text = `json_extract_string(r, ${pointer})`
      const whole = `regexp_full_match(${text}, '-?[0-9]+')`
      return [
        `count_if(json_type(r, ${pointer}) IN ('OBJECT', 'ARRAY'))`,
        `count_if(${whole} AND TRY_CAST(${text} AS BIGINT) IS NULL)`,
        `count_if(${text} IS NOT NULL AND NOT ${whole})`,
        `count_if(${whole} AND TRY_CAST(${text} AS HUGEINT) IS NULL)`,
      ]
    })
    const { rows } = await world.connection.query(`SELECT ${counts.join(', ')} FROM ${reader(path)}`)
    open.forEach(({ i }, n) => {
      const [nested, whole, others, huge] = rows[0]!.slice(n * 4, n * 4 + 4).map(Number)
      types[i] = plainType(exactType(types[i]!, whole!, others!, huge!), nested!)
    })
    return types
  } finally {
    await rm(`${path}.flat`, { force: true })
  }
}

const textOf = (of: Relation): Relation => project(of, [{ name: json.record, expression: column(json.record) }])

const record = quoteIdentifier(json.record)

interface All {
  readonly shapes: readonly { readonly keys: readonly string[]; readonly record: string }[]
  readonly oddKeys: boolean
  readonly nulls: boolean
}

const entriesOf = (list: unknown): string[] => (list as { items: readonly unknown[] }).items.map(String)

const isOdd = ({ keys }: All['shapes'][number]): boolean =>
  new Set(keys).size < keys.length || keys.some(key => key.includes('\0'))

/** Which keys stand together in the records, looked for in all of them. */
const lookAtAll = async (all: Relation, world: ScanWorld): Promise<All> => {
  const { rows } = await world.connection.query(
    `SELECT keys, missing, any_value(${record}) FROM (SELECT ${record}, ${record} IS NULL AS missing, ` +
      `CASE WHEN json_valid(${record}) THEN CASE WHEN json_type(${record}) = 'OBJECT' THEN json_keys(${record}) END END AS keys ` +
      `FROM (${printRelation(textOf(all))})) GROUP BY keys, missing LIMIT ${mostShapes}`,
  )
  const shapes = rows.flatMap(row => (row[0] === null ? [] : [{ keys: entriesOf(row[0]), record: String(row[2]) }]))
  return {
    shapes: shapes.filter(shape => !isOdd(shape)),
    oddKeys: shapes.some(isOdd),
    nulls: rows.some(row => row[1] === true),
  }
}

const isNested = (type: string): boolean => /^STRUCT\(|\]$/.test(type)

/** A record for each structure that the values of a nested key have: a key inside of them that no other has would be lost. */
const structures = async (all: Relation, keys: readonly string[], world: ScanWorld): Promise<string[]> => {
  const found: string[] = []
  for (const key of keys) {
    const value = `CASE WHEN json_valid(${record}) THEN json_extract(${record}, ${quoteLiteral(pointerOf(key))}) END`
    const { rows } = await world.connection.query(
      `SELECT any_value(v) FROM (SELECT ${value} AS v FROM (${printRelation(textOf(all))})) ` +
        `WHERE length(v) < ${longestStructure} GROUP BY json_structure(v) LIMIT ${mostShapes}`,
    )
    found.push(...rows.map(row => `{${JSON.stringify(key)}:${row[0]}}`))
  }
  return found
}

const nothingSeen: All = { shapes: [], oddKeys: false, nulls: false }

/** The examples of keys, as the shapes of which they are. */
const shapesOf = (keys: readonly RecordKey[]): All['shapes'] =>
  keys.flatMap(({ name, examples }) => examples.map(example => ({ keys: [name], record: example })))

/** Files each of whose lines is a record or blank. */
export interface SoundLines {
  readonly paths: readonly string[]
  /** The first file, or the copies of it. */
  readonly first: readonly string[]
  readonly keys: readonly RecordKey[]
}

/** Keys and types of a sample of records, and those that only other records have. DuckDB's own look at a file gives up where one line is no object. `sound`: what was seen of all, where each line is a record. */
export const findKeys = async (
  all: Relation,
  first: Relation | null,
  world: ScanWorld,
  whole: boolean,
  sound: SoundLines | null,
): Promise<JsonKeys> => {
  const { connection, tempFolder } = world
  await mkdir(tempFolder, { recursive: true })
  const target = join(tempFolder, `${randomUUID()}.ndjson`)
  const copy = (of: Relation, path: string) =>
    connection.execute(
      `COPY (${printRelation(limit(textOf(soundRecords(of, true)), sampleRows))}) TO ${quoteLiteral(path)} (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\u001f')`,
    )
  try {
    await (sound ? sampleLines(sound.paths, sampleRows, target) : copy(all, target))
    const seen: All = sound
      ? { ...nothingSeen, shapes: shapesOf(sound.keys) }
      : whole
        ? await lookAtAll(all, world)
        : nothingSeen
    let keys = await keysOf(target, world)
    const known = new Set(keys)
    const late = seen.shapes.filter(shape => shape.keys.some(key => !known.has(key)))
    if (late.length > 0) {
      await appendFile(target, late.map(shape => `${shape.record}\n`).join(''))
      keys = await keysOf(target, world)
    }
    if (keys.length === 0) return { keys, types: [], oddKeys: seen.oddKeys, nulls: seen.nulls }
    let types = await typesOf(target, keys, world)
    const nested = whole ? keys.filter((_, i) => isNested(types[i]!)) : []
    if (nested.length > 0) {
      await appendFile(target, (await structures(all, nested, world)).map(text => `${text}\n`).join(''))
      types = await typesOf(target, keys, world)
    }
    if (first) {
      await (sound ? sampleLines(sound.first, sampleRows, `${target}.first`) : copy(first, `${target}.first`))
      types = settled(keys, types, await keysOf(`${target}.first`, world), await firstTypes(`${target}.first`, world))
    }
    return { keys, types, oddKeys: seen.oddKeys, nulls: seen.nulls }
  } finally {
    await rm(target, { force: true })
    await rm(`${target}.first`, { force: true })
  }
}

const firstTypes = async (path: string, world: ScanWorld): Promise<readonly string[]> => {
  const keys = await keysOf(path, world)
  return keys.length === 0 ? [] : typesOf(path, keys, world)
}

/** Where files differ in a way that only text could hold, the first one's type stands, and what does not fit is told of each value. */
const settled = (
  keys: readonly string[],
  types: readonly string[],
  firstKeys: readonly string[],
  first: readonly string[],
): string[] =>
  keys.map((key, i) => {
    const before = first[firstKeys.indexOf(key)]
    return types[i] === 'VARCHAR' && before !== undefined && before !== 'JSON' ? before : types[i]!
  })
