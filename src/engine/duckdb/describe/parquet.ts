import type { DescribedColumn } from '#core/source/description.ts'
import { quotePath } from '#core/sql/quote.ts'
import type { Stamp } from '../encoding.ts'
import type { Session } from '../session.ts'
import { columnsDiffer } from './files.ts'
import type { Described, DescribedSource } from './source.ts'
import { counted, fact, number } from './words.ts'

const kilobytes = (bytes: number): string =>
  bytes < 2048 ? counted(bytes, 'byte') : `${number(Math.round(bytes / 1024))} KB`

interface SchemaColumn {
  readonly name: string
  readonly type: string
  readonly physical: string
}

/** Columns at the top of a file's schema; of nested ones DuckDB names no type. */
const schemaOf = async (session: Session, { path }: Stamp): Promise<readonly SchemaColumn[]> => {
  const described = await session.describe(`SELECT * FROM read_parquet(${quotePath(path)}, hive_partitioning = false)`)
  const { rows } = await session.query(
    `SELECT name, any_value(type), any_value(logical_type) FROM parquet_schema(${quotePath(path)}) GROUP BY name`,
  )
  const known = new Map(rows.map(([name, type, logical]) => [String(name), [type, logical]]))
  return described.map(({ name, type }) => ({
    name,
    type,
    physical: (known.get(name) ?? [])
      .filter(each => each !== null && each !== undefined)
      .map(String)
      .join(', '),
  }))
}

/** What the footer of a Parquet file tells. */
export const describeParquet = async ({ files, index, session, signal }: DescribedSource): Promise<Described> => {
  const file = files[index]!
  const path = quotePath(file.path)
  const [meta] = (
    await session.query(
      `SELECT created_by, num_rows, num_row_groups, format_version, footer_size FROM parquet_file_metadata(${path})`,
      { signal },
    )
  ).rows
  const chunks = await session.query(
    "SELECT split_part(path_in_schema, ', ', 1), string_agg(DISTINCT compression), sum(total_compressed_size), " +
      `sum(total_uncompressed_size), sum(stats_null_count) FROM parquet_metadata(${path}) GROUP BY 1`,
    { signal },
  )
  const groups = await session.query(
    `SELECT min(n), max(n) FROM (SELECT DISTINCT row_group_id, row_group_num_rows AS n FROM parquet_metadata(${path}))`,
    { signal },
  )
  const stored = new Map(chunks.rows.map(([name, ...rest]) => [String(name), rest]))
  const schema = await schemaOf(session, file)
  const total = (at: number) => chunks.rows.reduce((sum, row) => sum + Number(row[at] ?? 0), 0)
  const codecs = [...new Set(chunks.rows.flatMap(row => String(row[1] ?? '').split(',')))].sort()
  const [least, most] = groups.rows[0] ?? []
  return {
    scope: 'the file’s footer',
    findings: [
      fact('Rows', number(Number(meta?.[1] ?? 0))),
      fact('Row groups', number(Number(meta?.[2] ?? 0)), [
        least === most
          ? `${number(Number(most ?? 0))} rows each`
          : `${number(Number(least))} to ${number(Number(most))} rows each`,
      ]),
      fact('Compression', codecs.join(', ').toLowerCase() || 'none', [
        `${kilobytes(total(2))} of ${kilobytes(total(3))}`,
      ]),
      fact('Created by', String(meta?.[0] ?? 'not said'), [`format version ${String(meta?.[3] ?? '?')}`]),
    ],
    columns: schema.map(({ name, type, physical }): DescribedColumn => {
      const [codec, size, , nulls] = stored.get(name) ?? []
      const said = [
        physical,
        ...(codec === null || codec === undefined
          ? []
          : [`${String(codec).toLowerCase()}, ${kilobytes(Number(size ?? 0))}`]),
        nulls === null || nulls === undefined ? 'nulls not counted' : counted(Number(nulls), 'null'),
      ]
      return { name, type, given: false, evidence: said.filter(each => each !== '').join('; ') }
    }),
    lines: [],
    differs: async other => {
      const own = await schemaOf(session, other)
      const names = (columns: readonly SchemaColumn[]) => columns.map(({ name }) => name)
      const differs = columnsDiffer(names(schema), names(own))
      if (differs !== null) return differs
      const retyped = own.find(({ type }, i) => type !== schema[i]!.type)
      return retyped ? `has \`${retyped.name}\` as ${retyped.type}, not ${schema[own.indexOf(retyped)]!.type}` : null
    },
  }
}
