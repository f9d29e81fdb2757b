import type { PortName } from '#core/flow/ports.ts'
import {
  aggregate,
  all,
  call,
  cast,
  column,
  limit,
  literal,
  op,
  orderBy,
  project,
  sort,
  union,
  where,
} from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Relation } from '#core/relation/relation.ts'
import { printRelation } from '#core/sql/print.ts'
import { judgeRepairs } from '#core/suggest/judge.ts'
import { proposeRepairs } from '#core/suggest/repairs/index.ts'
import { trialOfRepairs } from '#core/suggest/trial.ts'
import type { Change, Evidence, RepairCandidate, RepairSuggestion } from '#core/suggest/types.ts'
import { readPage } from '../duckdb/read.ts'
import type { Looking } from '../preview/looking.ts'
import { figuresOf } from '../profile/reading.ts'
import { isThere } from '../profile/values.ts'
import { countAll, countWhere } from '../rows/count.ts'
import type { Trials } from './trials.ts'

/** So many changes are shown of a repair. */
const shown = 5
const toldText = 60

interface Tried {
  readonly candidate: RepairCandidate
  readonly copy: string
}

const textOf = (name: string): Expression => cast(column(name), 'VARCHAR')

const isChanged = ({ candidate, copy }: Tried): Expression => op('is_distinct', textOf(candidate.column), textOf(copy))

const isLost = ({ candidate, copy }: Tried): Expression =>
  all([isThere(column(candidate.column)), op('is_null', column(copy))])

/** The most frequent changes of a repair: its number, before, after, how often. */
const changesOf = (rows: Relation, tried: Tried, index: number): Relation => {
  const told = (name: string) => call('left', textOf(name), literal(toldText))
  const groups = aggregate(
    where(rows, isChanged(tried)),
    [
      { name: 'before', expression: told(tried.candidate.column) },
      { name: 'after', expression: told(tried.copy) },
    ],
    [{ name: 'times', expression: countAll }],
  )
  const order = [orderBy(column('times'), 'desc'), orderBy(column('before')), orderBy(column('after'))]
  return project(limit(sort(groups, order), shown), [
    { name: 'repair', expression: literal(index) },
    { name: 'before', expression: column('before') },
    { name: 'after', expression: column('after') },
    { name: 'times', expression: column('times') },
  ])
}

const outcomesOf = async ({ tables, subject, signal }: Looking, tried: readonly Tried[], rows: number) => {
  const { pool } = tables
  const { relation, columns } = subject
  const figures = await figuresOf({ pool, signal, table: relation, columns, rows }, tried, each => ({
    changed: countWhere(isChanged(each)),
    lost: countWhere(isLost(each)),
  }))
  const examples = tried.map((): Change[] => [])
  const sql = printRelation(union(tried.map((each, i) => changesOf(relation, each, i))))
  const page = await pool.use(session => readPage(session, sql, tried.length * shown, { signal }))
  for (const [index, before, after, times] of page.rows)
    examples[Number(index)]!.push({
      before: String(before),
      after: after === null || after === undefined ? null : String(after),
      rows: Number(times),
    })
  return tried.map(({ candidate }, i) => ({
    candidate,
    outcome: { changed: Number(figures[i]!.changed), lost: Number(figures[i]!.lost), examples: examples[i]! },
  }))
}

/** The repairs that the rows of a port suggest, each tried on a copy of its column, all in one pass. */
export const suggestRepairs = async (
  trials: Trials,
  at: PortName,
  evidence: Evidence,
): Promise<readonly RepairSuggestion[]> => {
  const candidates = proposeRepairs(evidence)
  if (candidates.length === 0) return []
  const names = new Set(evidence.profile.columns.map(({ name }) => name.toLowerCase()))
  let next = 0
  const freeName = (): string => {
    do next += 1
    while (names.has(`tried ${next}`))
    return `tried ${next}`
  }
  const tried = candidates.map(candidate => ({ candidate, copy: freeName() }))
  const looking = await trials.look(
    trialOfRepairs(
      trials.flow,
      at,
      tried.map(({ candidate: { column: name, node, settings }, copy }) => ({
        column: name,
        copy,
        kind: node,
        settings: settings(copy),
      })),
    ),
  )
  return judgeRepairs(await outcomesOf(looking, tried, evidence.profile.rows))
}
