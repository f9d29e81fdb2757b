import { call, column, keep, orderBy, over, project, sortUnique } from '../relation/build.ts'
import { columnsOf, reservedPrefix } from '../relation/columns.ts'
import type { OrderTerm } from '../relation/expression.ts'
import { isOrdered } from '../relation/order.ts'
import type { Input, Relation } from '../relation/relation.ts'
import { hiddenColumns } from '../relation/slots.ts'
import type { CompileContext } from './kind.ts'
import type { sortTerm, z } from './settings.ts'

/** The column that says where a row stands. */
export const place = `${reservedPrefix}place`

/** An order as settings hold it, its columns looked up; what is not there is reported. */
export const orderTerms = (
  order: readonly z.infer<typeof sortTerm>[],
  setting: string,
  input: Input,
  context: CompileContext,
): readonly OrderTerm[] =>
  order.flatMap((term, i) => {
    const found = context.column(input, term.column, `${setting}.${i}.column`)
    return found ? [orderBy(column(found.name), term.direction, term.nulls)] : []
  })

/** The other way round. */
export const reversed = (terms: readonly OrderTerm[]): readonly OrderTerm[] =>
  terms.map(({ expression, direction, nulls }) =>
    orderBy(expression, direction === 'asc' ? 'desc' : 'asc', nulls === 'first' ? 'last' : 'first'),
  )

/** All that rows hold, flags too: what makes an order total, as rows that are alike in all of it are the same. */
export const everything = (relation: Relation): readonly OrderTerm[] =>
  [...columnsOf(relation), ...hiddenColumns(relation)].map(name => orderBy(column(name)))

/** Rows numbered in their order, from 1 on, in the column `place`. */
export const numbered = (relation: Relation): Relation =>
  project(relation, [...keep(columnsOf(relation)), { name: place, expression: over(call('row_number')) }])

/** What looks at other rows scatters them: work over rows that have an order is done over numbered ones, and put in order again. */
export const inOrder = (input: Relation, work: (rows: Relation) => Relation): Relation =>
  isOrdered(input) ? sortUnique(work(numbered(input)), place) : work(input)
