import type { Session } from '#engine/duckdb/session.ts'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'
import type { Table } from '#test/nodes/run-cases.ts'
import { type Cell, judged, problemsWith, tableOf, type Verdict } from '../judge.ts'

/** A row behind what is expected of it: one verdict, or one for each of the rule's judgements with spaces between. */
export type Row = readonly [string, ...Cell[]]

const letters: Readonly<Record<Verdict, string>> = { good: '.', bad: 'X', skipped: '-', failed: '!' }

type Tables = Readonly<Record<string, Table>>

/** What a test file says of rules, over one DuckDB. */
export interface Telling {
  readonly session: () => Session
  /** Each row of a table with the letters of what was judged: `.` good, `X` bad, `-` not judged, `!` could not be evaluated. */
  told(rule: object, columns: string, rows: readonly Row[], others?: Tables): Promise<readonly Row[]>
  /** As `told`, of several rules. */
  toldOf(rules: readonly object[], columns: string, rows: readonly Row[], others?: Tables): Promise<readonly Row[]>
  problems(rule: object, columns: string, others?: Tables): Promise<readonly string[]>
}

export const telling = (): Telling => {
  const { session } = databaseOfTests()
  const toldOf: Telling['toldOf'] = async (rules, columns, rows, others = {}) => {
    const table = tableOf(
      `i INTEGER, ${columns}`,
      rows.map(([, ...cells], i) => [i, ...cells]),
    )
    const named = rules.map((rule, i) => ({ id: `r${i}`, ...rule }))
    const verdicts = await judged(session(), named, { in: table, ...others })
    return verdicts.map((each, i) => [each.map(verdict => letters[verdict]).join(' '), ...rows[i]!.slice(1)])
  }
  return {
    session,
    toldOf,
    told: (rule, ...of) => toldOf([rule], ...of),
    problems: (rule, columns, others = {}) =>
      problemsWith(session(), [{ id: 'r', ...rule }], { in: tableOf(`i INTEGER, ${columns}`, []), ...others }),
  }
}
