import { aggregate, call, cases, cast, column, join, literal, op, project, where } from '#core/relation/build.ts'
import type { Relation } from '#core/relation/relation.ts'
import { ruleSeverities } from '#core/rules/types.ts'
import { printRelation } from '#core/sql/print.ts'
import { isFlagged } from '../rows/count.ts'
import { anySet, flagBits } from '../rows/words.ts'
import type { FlagLane } from '../types.ts'
import { type Looking, withView } from './looking.ts'
import type { Held } from './tables.ts'
import { all, placeColumn, placed, positionColumn } from './view.ts'

const milder = '__weir_milder'

/** Places of the flagged rows of a table, with how many severities are worse than theirs. */
const flaggedRows = ({ subject }: Looking, held: Held): Relation => {
  const bits = flagBits(held.table, subject.flow)
  const worst = cases(
    ruleSeverities.toReversed().map((severity, i) => ({
      when: anySet(bits.filter(bit => bit.reason.severity === severity)),
      result: literal(i),
    })),
  )
  return project(where(placed(held, []), isFlagged(held.table)), [
    { name: positionColumn, expression: column(positionColumn) },
    { name: milder, expression: cast(worst, 'BIGINT') },
  ])
}

/** The same by their places in a view. */
const flaggedIn = (view: Held, flagged: Relation): Relation =>
  join({
    type: 'inner',
    left: placed(view, all(view.table)),
    right: flagged,
    condition: op('=', column(placeColumn, 'left'), column(positionColumn, 'right')),
    columns: [
      { name: positionColumn, expression: column(positionColumn, 'left') },
      { name: milder, expression: column(milder, 'right') },
    ],
    via: { left: null, right: null },
  })

/** The flagged rows of all that is shown, in one query, as marks of at most `parts` equal parts. */
export const readLane = (looking: Looking, parts: number): Promise<FlagLane> =>
  withView(looking, async (held, view) => {
    const { rows } = view ?? held
    if (rows === 0 || held.flagged === 0) return { rows, marks: [] }
    const flagged = flaggedRows(looking, held)
    const count = literal(rows)
    const part = op('//', op('*', column(positionColumn), literal(Math.min(parts, rows))), count)
    // the gravest row of a part, and of several the first
    const first = call('min', op('+', op('*', column(milder), count), column(positionColumn)))
    const marks = aggregate(
      view ? flaggedIn(view, flagged) : flagged,
      [{ name: 'part', expression: part }],
      [{ name: 'first', expression: first }],
    )
    const { tables, signal } = looking
    const found = await tables.pool.use(session => session.query(printRelation(marks), { signal }))
    return {
      rows,
      marks: found.rows
        .map(row => Number(row[1]))
        .map(mark => [mark % rows, ruleSeverities.toReversed()[Math.floor(mark / rows)]!] as const)
        .sort(([a], [b]) => a - b),
    }
  })
