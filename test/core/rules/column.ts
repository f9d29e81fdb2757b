import type { Session } from '#engine/duckdb/session.ts'
import { type Cell, judged, observed, problemsWith, type Verdict } from './judge.ts'

const tableWith = (values: readonly Cell[], type: string) => ({
  in: {
    columns: [
      { name: 'i', type: 'INTEGER' },
      { name: 'a', type },
    ],
    rows: values.map((value, i) => [i, value]),
  },
})

const onA = (rule: object) => ({ id: 'r', columns: ['a'], ...rule })

/** The verdicts of one rule on the values of a column `a`. */
export const verdictsOn = async (
  session: Session,
  rule: object,
  values: readonly Cell[],
  type = 'VARCHAR',
): Promise<readonly Verdict[]> => {
  const rows = await judged(session, [onA(rule)], tableWith(values, type))
  return rows.map(row => row[0]!)
}

/** The values that are not judged as they should be. */
export const misjudged = async (
  session: Session,
  rule: object,
  expected: { readonly good?: readonly Cell[]; readonly bad?: readonly Cell[]; readonly skipped?: readonly Cell[] },
  type = 'VARCHAR',
): Promise<readonly unknown[]> => {
  const cases = (['good', 'bad', 'skipped'] as const).flatMap(verdict =>
    (expected[verdict] ?? []).map(value => ({ value, verdict })),
  )
  const verdicts = await verdictsOn(
    session,
    rule,
    cases.map(each => each.value),
    type,
  )
  return cases.flatMap(({ value, verdict }, i) => (verdicts[i] === verdict ? [] : [[value, verdicts[i]]]))
}

/** What a rule on the whole observes of a column `a`, and whether it holds. */
export const observedOn = (session: Session, rule: object, values: readonly Cell[], type = 'VARCHAR') =>
  observed(session, onA(rule), tableWith(values, type))

/** Problems of a rule on a column `a`. */
export const problemsOn = (session: Session, rule: object, type = 'VARCHAR') =>
  problemsWith(session, [onA(rule)], tableWith([], type))
