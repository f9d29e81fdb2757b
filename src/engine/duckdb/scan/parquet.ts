import { basename } from 'node:path'
import { didYouMean } from '#core/flow/nearest.ts'
import { noteKey } from '#core/pin/note.ts'
import type { Column, ScanInfo, ScanRequest } from '#core/relation/relation.ts'
import { quoteLiteral, quotePath } from '#core/sql/quote.ts'
import type { Stamp } from '../encoding.ts'
import { wasInterrupted } from '../error.ts'
import { fileNames, readHead } from './files.ts'
import { knownFormat } from './head.ts'
import { checkFileColumn, uniqueNames } from './names.ts'
import { printOptions } from './options.ts'
import { failure, firstLine, type ScanProblem, warning } from './problem.ts'
import type { ScanWorld } from './world.ts'

interface ParquetSettings {
  readonly columns: readonly string[]
  readonly hivePartitions: boolean
  readonly unionByName: boolean
  readonly fileColumn: string | null
  /** Also what the file says of itself. */
  readonly note?: boolean
}

const checkFile = async (file: Stamp): Promise<void> => {
  const head = await readHead(file, 16)
  if (head?.subarray(0, 4).toString('latin1') === 'PAR1' || head?.subarray(0, 4).toString('latin1') === 'PARE') return
  const format = head && knownFormat(head)
  const message = `\`${basename(file.path)}\` is ${format ? `${format.name}, ` : ''}not a Parquet file.`
  throw failure('E-FILE-FORMAT', 'path', message, 'a Parquet file begins with PAR1')
}

const options = (settings: ParquetSettings, byName: boolean) => ({
  hive_partitioning: settings.hivePartitions,
  ...(byName ? { union_by_name: true } : {}),
})

const listOf = (files: readonly Stamp[]): string => `[${files.map(file => quotePath(file.path)).join(', ')}]`

const select = (files: readonly Stamp[], settings: ParquetSettings, byName: boolean): string =>
  `SELECT * FROM read_parquet(${listOf(files)}${printOptions(options(settings, byName))})`

/** What DuckDB says of files, or which of them it cannot read. */
const told = async <T>(files: readonly Stamp[], ask: (of: readonly Stamp[]) => Promise<T>): Promise<T> => {
  try {
    return await ask(files)
  } catch (error) {
    if (wasInterrupted(error)) throw error
    if (files.length > 1) for (const file of files) await told([file], ask)
    const name = files.length === 1 ? `\`${basename(files[0]!.path)}\`` : 'One of the files'
    throw failure('E-FILE-FORMAT', 'path', `${name} cannot be read as Parquet: ${firstLine(error)}.`, undefined, error)
  }
}

/** The first file of each different set of columns, in the order of the files. */
const different = (files: readonly Stamp[], world: ScanWorld): Promise<readonly Stamp[]> =>
  told(files, async of => {
    const { rows } = await world.connection.query(
      `SELECT arg_min(file_name, list_position(${listOf(of)}, file_name)) FROM (SELECT file_name, ` +
        `list((name, type, type_length, num_children, converted_type, scale, precision, logical_type) ORDER BY column_id) AS columns ` +
        `FROM parquet_schema(${listOf(of)}) WHERE column_id > 0 GROUP BY file_name) GROUP BY columns`,
    )
    const names = new Set(rows.map(row => String(row[0])))
    return of.filter(file => names.has(file.path))
  })

/** How many rows the footers say there are. Those of a file's groups must be as many: else some would be lost without a word. */
const countRows = (files: readonly Stamp[], world: ScanWorld): Promise<number> =>
  told(files, async of => {
    const differs = 'FILTER (WHERE num_rows <> groups)'
    const { rows } = await world.connection.query(
      `SELECT sum(num_rows), any_value(num_rows) ${differs}, any_value(groups) ${differs} FROM parquet_file_metadata(${listOf(of)}) JOIN ` +
        `(SELECT file_name, sum(n) AS groups FROM (SELECT DISTINCT file_name, row_group_id, row_group_num_rows AS n FROM parquet_metadata(${listOf(of)})) GROUP BY file_name) ` +
        'USING (file_name)',
    )
    const [all, said, found] = rows[0]!
    if (said !== null) throw new Error(`it says that it has ${said} rows, and its parts have ${found}`)
    return Number(all ?? 0)
  })

/** A name that is not UTF-8 comes with signs in their place, and cannot be asked for. */
const checkNames = (columns: readonly Column[], files: readonly Stamp[]): void => {
  const wrong = columns.find(c => `${c.name} ${c.type}`.includes('\ufffd'))
  if (!wrong) return
  const name = files.length === 1 ? `\`${basename(files[0]!.path)}\`` : 'One of the files'
  throw failure('E-FILE-FORMAT', 'path', `${name} has a column \`${wrong.name}\`, whose name is not in UTF-8.`)
}

const isNested = (type: string): boolean => /^(STRUCT|MAP|UNION)\(|\]$/.test(type)
const shapeOf = (type: string): string => (isNested(type) ? (/\]$/.test(type) ? 'list' : type.split('(')[0]!) : 'plain')

interface Schema {
  readonly file: Stamp
  readonly columns: readonly Column[]
}

const find = (columns: readonly Column[], name: string): Column | undefined =>
  columns.find(c => c.name.toLowerCase() === name.toLowerCase())

/** Files that have not the columns of the first cannot be read after it, or would lose a column in silence. */
const checkColumns = ([first, ...others]: readonly Schema[]): void => {
  for (const other of others) {
    const lacks = first!.columns.find(c => !find(other.columns, c.name))
    const more = other.columns.find(c => !find(first!.columns, c.name))
    if (!lacks && !more) continue
    const [one, two] = [`\`${basename(other.file.path)}\``, `\`${basename(first!.file.path)}\``]
    const what = lacks
      ? `has no column \`${lacks.name}\`, which ${two} has`
      : `has a column \`${more!.name}\`, which ${two} has not`
    throw failure('E-FILE-COLUMNS', 'path', `${one} ${what}.`, 'switch on union by name')
  }
}

/** What two files say of one column. */
const types = (name: string, one: Schema, two: Schema): string =>
  `\`${name}\` is ${find(one.columns, name)!.type} in \`${basename(one.file.path)}\` and ${find(two.columns, name)!.type} in \`${basename(two.file.path)}\``

/**
 * Columns of files that differ in a type: the type that holds all values, as DuckDB finds it; where only text would, the first
 * file's type, and what does not fit it is told of each value.
 */
const settle = (
  united: readonly Column[],
  schemas: readonly Schema[],
): { readonly columns: Column[]; readonly warnings: ScanProblem[] } => {
  const warnings: ScanProblem[] = []
  const columns = united.map(column => {
    const having = schemas.filter(schema => find(schema.columns, column.name))
    const first = having[0]
    if (!first) return column
    const { type } = find(first.columns, column.name)!
    const other = having.find(schema => find(schema.columns, column.name)!.type !== type)
    if (!other) return column
    const said = types(column.name, first, other)
    if (shapeOf(find(other.columns, column.name)!.type) !== shapeOf(type))
      throw failure('E-FILE-COLUMNS', 'path', `${said}: no type holds both.`, 'read them with two sources')
    const settled = column.type === 'VARCHAR' && !isNested(type) && type !== 'BLOB' ? type : column.type
    warnings.push(warning('W-FILE-TYPES', 'path', `${said}: it is read as ${settled}.`))
    return { name: column.name, type: settled }
  })
  return { columns, warnings }
}

const chosen = (wanted: readonly string[], columns: readonly Column[]): readonly Column[] =>
  wanted.length === 0
    ? columns
    : wanted.map((name, i) => {
        const found =
          columns.find(c => c.name === name) ?? columns.find(c => c.name.toLowerCase() === name.toLowerCase())
        if (found) return found
        const message = `There is no column \`${name}\` in the file.`
        throw failure(
          'E-COLUMN-UNKNOWN',
          `columns.${i}`,
          message,
          didYouMean(
            name,
            columns.map(c => c.name),
          ).hint,
        )
      })

/** What a file that Weir froze says of its rows. */
const noteIn = (files: readonly Stamp[], world: ScanWorld): Promise<Pick<ScanInfo, 'note'>> =>
  told(files, async of => {
    const { rows } = await world.connection.query(
      `SELECT decode(value) FROM parquet_kv_metadata(${listOf(of)}) WHERE decode(key) = ${quoteLiteral(noteKey)}`,
    )
    return rows.length === 1 ? { note: String(rows[0]![0]) } : {}
  })

/** Looks at Parquet files: their footers tell columns and types. `parts` holds the columns under the names that DuckDB reads. */
export const resolveParquet = async (
  request: ScanRequest,
  world: ScanWorld,
  files: readonly Stamp[],
): Promise<ScanInfo> => {
  const settings = request.options as unknown as ParquetSettings
  for (const file of files) await checkFile(file)
  const describe = (of: readonly Stamp[], byName: boolean, hivePartitions: boolean) =>
    told(of, some => world.connection.describe(select(some, { ...settings, hivePartitions }, byName)))
  const kinds = files.length > 1 ? await different(files, world) : files
  const rows = await countRows(files, world)
  const schemas: Schema[] = []
  for (const file of kinds) schemas.push({ file, columns: await describe([file], false, false) })
  if (!settings.unionByName) checkColumns(schemas)
  const byName = settings.unionByName || schemas.length > 1
  const united = await describe(files, byName, settings.hivePartitions)
  checkNames(united, files)
  const settled = settle(united, schemas)
  const read = chosen(settings.columns, united)
  const { names, warnings } = uniqueNames(read.map(c => c.name))
  checkFileColumn(settings.fileColumn, names)
  const paths = files.map(file => file.path)
  return {
    reader: 'parquet',
    files: paths,
    options: options(settings, byName),
    columns: read.map((c, i) => ({ name: names[i]!, type: find(settled.columns, c.name)!.type })),
    parts: [{ files: paths, columns: read }],
    rows,
    ...(settings.note ? await noteIn(files, world) : {}),
    fileNames: fileNames(request.path, world.folder, files, {}),
    // of what was frozen, the hidden columns are meant
    warnings: [
      ...settled.warnings.filter(({ message }) => read.some(c => message.startsWith(`\`${c.name}\` is `))),
      ...(settings.note ? [] : warnings),
    ],
  }
}
