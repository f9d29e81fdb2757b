import { all, call, cast, column, literal, op, project, where } from '#core/relation/build.ts'
import { columnsOf } from '#core/relation/columns.ts'
import type { Expression, OrderTerm } from '#core/relation/expression.ts'
import type { Aggregate, Relation, Sort, Table } from '#core/relation/relation.ts'
import { replace } from '#core/relation/replace.ts'
import { inputsOf } from '#core/relation/walk.ts'
import { printRelation, quoteIdentifier } from '#core/sql/print.ts'
import { lackedMemory } from './error.ts'
import { dropTable, materialise } from './materialise.ts'
import type { QueryOptions, Session } from './session.ts'

/** What can be done a piece after another: each row is in one piece, and pieces have no row, key or place in common. */
type Parted = Sort | Aggregate

const isParted = (relation: Relation): relation is Parted =>
  relation.kind === 'sort' || (relation.kind === 'aggregate' && relation.totals === 'none' && relation.keys.length > 0)

/** How finely rows can be parted, and into how many pieces they are at first. */
const finest = 64

export interface PiecesOptions extends QueryOptions {
  /** Pieces that are tried at first; those that are too large are halved. */
  readonly pieces?: number
}

/** A relation whose sorts and aggregates lie ready as tables, and how to let go of them. */
export interface InPieces {
  readonly relation: Relation
  drop(): Promise<void>
}

/** The sorts and aggregates of a tree, each after those that it reads. */
const partedIn = (root: Relation): readonly Parted[] => {
  const seen = new Set<Relation>()
  const found: Parted[] = []
  const visit = (relation: Relation): void => {
    if (seen.has(relation)) return
    seen.add(relation)
    for (const input of inputsOf(relation)) visit(input)
    if (isParted(relation)) found.push(relation)
  }
  visit(root)
  return found
}

export const hasPieces = (relation: Relation): boolean => partedIn(relation).length > 0

/**
 * Does the sorts and aggregates of a relation a piece after another, for which DuckDB has no room at once. Their input is written first, so
 * that nothing is computed twice; each piece reads it once more.
 */
export const doInPieces = async (
  session: Session,
  name: string,
  relation: Relation,
  options: PiecesOptions = {},
): Promise<InPieces> => {
  const known = new Map<Relation, Relation>()
  const resolved = (part: Relation) => replace(part, () => null, known)
  const tables: string[] = []
  const drop = async () => {
    for (const table of tables) await dropTable(session, table)
  }
  try {
    for (const [i, part] of partedIn(relation).entries()) {
      const source = `${name}_in${i}`
      tables.push(`${name}_out${i}`)
      try {
        const { table } = await materialise(session, source, resolved(part.input), options)
        known.set(part, await partByPart(session, `${name}_out${i}`, { ...part, input: table }, table, options))
      } finally {
        await dropTable(session, source)
      }
    }
    return { relation: resolved(relation), drop }
  } catch (error) {
    await drop()
    throw error
  }
}

/** Rows of the pieces from one number up to another. */
type Within = (from: number, to: number) => Expression

const partByPart = async (
  session: Session,
  name: string,
  part: Parted,
  input: Table,
  options: PiecesOptions,
): Promise<Table> => {
  const within = part.kind === 'sort' ? await byOrder(session, part.order, input, options) : byGroup(part.keys)
  const pieceOf = (from: number, to: number): Relation => ({ ...part, input: where(input, within(from, to)) })
  let table: Table | null = null
  const write = async (from: number, to: number): Promise<void> => {
    try {
      if (table === null) table = (await materialise(session, name, pieceOf(from, to), options)).table
      else await session.execute(insertStatement(name, pieceOf(from, to)), options)
    } catch (error) {
      if (!lackedMemory(error) || to - from === 1) throw error
      const half = Math.floor((from + to) / 2)
      await write(from, half)
      await write(half, to)
    }
  }
  const step = Math.max(1, Math.floor(finest / (options.pieces ?? 4)))
  for (let from = 0; from < finest; from += step) await write(from, Math.min(finest, from + step))
  return table!
}

const insertStatement = (name: string, relation: Relation): string =>
  `INSERT INTO ${quoteIdentifier(name)} BY NAME ${printRelation(relation)}`

/** Groups by their keys' hash: equal keys come together. */
const byGroup = (keys: Aggregate['keys']): Within => {
  const hash = call('hash', ...keys.map(key => key.expression))
  const piece = op('%', hash, literal(finest))
  return (from, to) => all([op('>=', piece, literal(from)), op('<', piece, literal(to))])
}

const termOf = ({ direction, nulls }: OrderTerm): Expression =>
  literal(`${direction === 'asc' ? 'ASC' : 'DESC'} NULLS ${nulls === 'first' ? 'FIRST' : 'LAST'}`)

const looked = 4_096
/** A boundary need not be any row's key: it may be cut short. */
const longest = 128

/** Rows by bytes that compare as their order does, with ties, so that equal rows come together; cut where a sample says. */
const byOrder = async (
  session: Session,
  order: readonly OrderTerm[],
  input: Table,
  options: QueryOptions,
): Promise<Within> => {
  const ties: OrderTerm[] = columnsOf(input).map(name => ({
    expression: column(name),
    direction: 'asc',
    nulls: 'last',
  }))
  const key = call('create_sort_key', ...[...order, ...ties].flatMap(term => [term.expression, termOf(term)]))
  const keys = printRelation(project(input, [{ name: 'key', expression: key }]), { visibleOnly: true })
  const { rows } = await session.query(
    `SELECT left(hex(key), ${2 * longest}) AS key FROM (${keys}) USING SAMPLE ${looked} ROWS`,
    options,
  )
  const sample = rows.map(([hex]) => String(hex)).sort()
  const bounds = Array.from({ length: finest - 1 }, (_, i) => sample[Math.floor(((i + 1) * sample.length) / finest)])
  const bound = (at: number): Expression | null => {
    const hex = bounds[at - 1]
    return hex === undefined ? null : cast(literal(hex.replace(/../g, '\\x$&')), 'BLOB')
  }
  return (from, to) => {
    const [low, high] = [bound(from), bound(to)]
    return all([...(low ? [op('>=', key, low)] : []), ...(high ? [op('<', key, high)] : [])])
  }
}
