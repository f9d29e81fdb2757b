import type { FileRequest } from '#core/node/kind.ts'
import { column, limit, orderBy, scan, sort, union } from '#core/relation/build.ts'
import { columnsOf } from '#core/relation/columns.ts'
import { isOrdered } from '#core/relation/order.ts'
import type { Column, Relation } from '#core/relation/relation.ts'
import type { CopyOptions } from '../duckdb/copy.ts'
import { concatenate, firstLine, isOtherPacking, type Packing, packingOf } from './append.ts'
import { failure } from './failure.ts'
import { filesIn, remove } from './files.ts'
import { convertToCrlf } from './line-ends.ts'
import type { RunStatements } from './statements.ts'
import type { Target } from './target.ts'

export interface FileOrder {
  readonly target: Target<FileRequest>
  readonly relation: Relation
  /** Where the finished content is to lie. */
  readonly staged: string
  /** What is there now and is to be kept at its beginning, or null. */
  readonly old: string | null
}

/** Rows in an order that is the same in every run: a free order is sorted by all columns. */
export const totallyOrdered = (relation: Relation): Relation =>
  isOrdered(relation)
    ? relation
    : sort(
        relation,
        columnsOf(relation).map(name => orderBy(column(name))),
      )

/** Writes a sink's file to its stage; gives the rows that DuckDB wrote. */
export const writeFile = async (order: FileOrder, database: RunStatements): Promise<number> => {
  const { format } = order.target.request
  if (format === 'parquet') return writeParquet(order, database)
  return order.old === null ? writeText(order, order.staged, database) : appendText(order, order.old, database)
}

const packing = (target: Target<FileRequest>, path: string): Packing => packingOf(path, optionsOf(target).compression)

const optionsOf = ({ request }: Target<FileRequest>, changes: CopyOptions = {}): CopyOptions => ({
  ...Object.fromEntries(Object.entries(request.options).map(([name, value]) => [name.toLowerCase(), value])),
  ...changes,
})

const writeParquet = async ({ target, relation, staged, old }: FileOrder, database: RunStatements): Promise<number> => {
  const rows = totallyOrdered(relation)
  const options = optionsOf(target)
  if (old === null && !target.folder) return database.copy(rows, staged, 'parquet', options)
  const added = await database.materialise(rows, target.node)
  try {
    const before = old === null ? null : await oldParquet(target, old, added.table.columns, database)
    const written = await database.copy(
      before === null ? added.table : union([before.relation, added.table]),
      staged,
      'parquet',
      options,
    )
    return written - (before?.rows ?? 0)
  } finally {
    await database.drop(added.table.name)
  }
}

const oldParquet = async (
  target: Target<FileRequest>,
  old: string,
  columns: readonly Column[],
  database: RunStatements,
) => {
  const files = target.folder ? await filesIn(old, '.parquet') : [old]
  const options = target.folder ? { hive_partitioning: true, hive_types_autocast: false } : {}
  const relation = scan({ reader: 'parquet', files, options, columns, rejects: null })
  const found = await database.columnsOfParquet(files)
  const wanted = columns.map(column => column.name)
  if (found.toSorted().join('\n') !== wanted.toSorted().join('\n')) throw otherColumns(target, found, wanted)
  return { relation, rows: await database.count(relation) }
}

const appendText = async (order: FileOrder, old: string, database: RunStatements): Promise<number> => {
  const { target, staged } = order
  const options = optionsOf(target)
  const packed = packing(target, staged)
  const added = `${staged}.added${packedEnd(staged)}`
  if (target.request.format === 'json' && options.array === true) throw cannotAppend(target, 'it is a JSON array')
  const hasHeader = target.request.format === 'csv' && options.header !== false
  if (hasHeader) await checkHeader(order, old, database)
  const rows = await writeText(order, added, database, hasHeader ? { header: false } : {})
  await concatenate(old, added, staged, packed)
  return rows
}

const packedEnd = (path: string): string => /\.(gz|zst)$/i.exec(path)?.[0] ?? ''

/** The header that this run would write must be the one that the file has. */
const checkHeader = async ({ target, relation, staged }: FileOrder, old: string, database: RunStatements) => {
  const found = await firstLine(old, packing(target, staged)).catch(error => {
    throw isOtherPacking(error) ? cannotAppend(target, 'it is not packed as gzip') : error
  })
  if (found === null) return
  const draft = `${staged}.header`
  await database.copy(limit(relation, 0), draft, 'csv', optionsOf(target, { compression: 'none' }))
  const wanted = await firstLine(draft, null)
  await remove(draft)
  if (found !== wanted) throw otherColumns(target, [found], [wanted ?? ''])
}

const writeText = async (
  { target, relation }: FileOrder,
  to: string,
  database: RunStatements,
  changes: CopyOptions = {},
): Promise<number> => {
  const format = target.request.format === 'csv' ? 'csv' : 'json'
  const rows = totallyOrdered(relation)
  if (target.request.lineEnd !== 'crlf') return database.copy(rows, to, format, optionsOf(target, changes))
  const plain = `${to}.lf`
  const written = await database.copy(rows, plain, format, optionsOf(target, { ...changes, compression: 'none' }))
  const quote = optionsOf(target).quote
  const packed = packing(target, to)
  const ended = packed === null ? to : `${to}.crlf`
  await convertToCrlf(plain, ended, typeof quote === 'string' ? quote : '"')
  await remove(plain)
  if (packed !== null) {
    await database.pack(ended, to, packed)
    await remove(ended)
  }
  return written
}

const cannotAppend = ({ node, request }: Target, why: string) =>
  failure('data', {
    code: 'E-TARGET-APPEND',
    node,
    message: `\`${node}\` cannot append to \`${request.path}\`: ${why}.`,
    hint: 'Choose replace, or another path.',
  })

const otherColumns = (target: Target, found: readonly string[], wanted: readonly string[]) =>
  cannotAppend(target, `it has the columns ${found.join(', ')}, and the rows have ${wanted.join(', ')}`)
