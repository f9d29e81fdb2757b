import { basename } from 'node:path'
import { didYouMean } from '#core/flow/nearest.ts'
import type { Column, ScanInfo, ScanRequest } from '#core/relation/relation.ts'
import { quotePath } from '#core/sql/quote.ts'
import type { Stamp } from './encoding.ts'
import { fileNames, readHead } from './scan-files.ts'
import { knownFormat } from './scan-head.ts'
import { checkFileColumn, uniqueNames } from './scan-names.ts'
import { printOptions } from './scan-options.ts'
import { failure, firstLine } from './scan-problem.ts'
import type { ScanWorld } from './scan-world.ts'

interface ParquetSettings {
  readonly columns: readonly string[]
  readonly hivePartitions: boolean
  readonly unionByName: boolean
  readonly fileColumn: string | null
}

const checkFile = async (file: Stamp): Promise<void> => {
  const head = await readHead(file, 16)
  if (head?.subarray(0, 4).toString('latin1') === 'PAR1' || head?.subarray(0, 4).toString('latin1') === 'PARE') return
  const format = head && knownFormat(head)
  const message = `\`${basename(file.path)}\` is ${format ? `${format.name}, ` : ''}not a Parquet file.`
  throw failure('E-FILE-FORMAT', 'path', message, 'a Parquet file begins with PAR1')
}

const describe = async (
  files: readonly Stamp[],
  settings: ParquetSettings,
  world: ScanWorld,
): Promise<readonly Column[]> => {
  const options = { hive_partitioning: settings.hivePartitions, union_by_name: settings.unionByName }
  const list = files.map(file => quotePath(file.path))
  try {
    return await world.connection.describe(`SELECT * FROM read_parquet([${list.join(', ')}]${printOptions(options)})`)
  } catch (error) {
    const name = files.length === 1 ? `\`${basename(files[0]!.path)}\`` : 'One of the files'
    throw failure('E-FILE-FORMAT', 'path', `${name} cannot be read as Parquet: ${firstLine(error)}.`, undefined, error)
  }
}

/** Files that have not the columns of the first cannot be read after it, or would lose a column in silence. */
const checkColumns = async (files: readonly Stamp[], world: ScanWorld): Promise<void> => {
  const list = files.map(file => quotePath(file.path))
  const { rows } = await world.connection.query(
    'SELECT file_name, list(DISTINCT lower(name) ORDER BY lower(name)) AS names FROM ' +
      `(SELECT file_name, name, row_number() OVER (PARTITION BY file_name) AS place FROM parquet_schema([${list.join(', ')}])) ` +
      'WHERE place > 1 GROUP BY file_name ORDER BY file_name',
  )
  const other = rows.find(row => String(row[1]) !== String(rows[0]![1]))
  if (!other) return
  const message = `\`${basename(String(other[0]))}\` has other columns than \`${basename(String(rows[0]![0]))}\`.`
  throw failure('E-FILE-COLUMNS', 'path', message, 'switch on union by name')
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

/** Looks at Parquet files: their footers tell columns and types. `parts` holds the columns under the names that DuckDB reads. */
export const resolveParquet = async (
  request: ScanRequest,
  world: ScanWorld,
  files: readonly Stamp[],
): Promise<ScanInfo> => {
  const settings = request.options as unknown as ParquetSettings
  for (const file of files) await checkFile(file)
  const read = await describe(files, settings, world)
  if (files.length > 1 && !settings.unionByName) await checkColumns(files, world)
  const columns = chosen(settings.columns, read)
  const { names, warnings } = uniqueNames(columns.map(c => c.name))
  checkFileColumn(settings.fileColumn, names)
  const paths = files.map(file => file.path)
  return {
    reader: 'parquet',
    files: paths,
    options: {
      ...(settings.hivePartitions ? { hive_partitioning: true } : { hive_partitioning: false }),
      ...(settings.unionByName ? { union_by_name: true } : {}),
    },
    columns: columns.map((c, i) => ({ name: names[i]!, type: c.type })),
    parts: [{ files: paths, columns }],
    fileNames: fileNames(request.path, world.folder, files, {}),
    warnings,
  }
}
