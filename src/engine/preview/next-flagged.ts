import { aggregate, call, column, inRelation, literal, op, where } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import { printRelation } from '#core/sql/print.ts'
import { isFlagged } from '../rows/count.ts'
import { evaluationOf, flagsOf } from './filter.ts'
import { type Looking, withView } from './looking.ts'
import type { Held } from './tables.ts'
import { placeColumn, placesWhere, positionColumn } from './view.ts'

/** What is walked: the flags that the filter asks for; else what was not evaluated, if it asks for that; else any flag. */
const walked = ({ subject, query: { filter = {} } }: Looking, { table }: Held): Expression =>
  flagsOf(filter, table, subject.flow)[0] ?? evaluationOf(filter, table, subject.flow)[0] ?? isFlagged(table)

/** The next flagged row at or after (or before) a row, by its number in what is shown. */
export const nextFlaggedRow = (looking: Looking, from: number, backwards: boolean): Promise<number | null> =>
  withView(looking, async (held, view) => {
    const { tables, signal } = looking
    const flagged = placesWhere(held, walked(looking, held))
    const shown = view ? placesWhere(view, inRelation([column(placeColumn)], flagged)) : flagged
    const wanted = where(shown, op(backwards ? '<=' : '>=', column(positionColumn), literal(from)))
    const nearest = aggregate(
      wanted,
      [],
      [{ name: 'row', expression: call(backwards ? 'max' : 'min', column(positionColumn)) }],
    )
    const found = await tables.pool.use(session => session.value(printRelation(nearest), { signal }))
    return found === null ? null : Number(found)
  })
