import type { WholeOutcome } from '../node/kind.ts'
import { aggregate, aggregateCall, column, literal, project } from '../relation/build.ts'
import type { Expression } from '../relation/expression.ts'
import type { Input, NamedExpression, Relation } from '../relation/relation.ts'
import { replace } from '../relation/replace.ts'
import type { WholePart } from './rule.ts'

interface Group {
  /** Null: the judged rows. */
  readonly rows: Relation | null
  readonly measures: NamedExpression[]
  readonly verdicts: NamedExpression[]
}

/** Gathers the judgements of rules on the whole, so that those of the same rows are one aggregation. */
export class Wholes {
  private readonly groups: Group[] = []

  add(part: WholePart): WholeOutcome {
    const known = this.groups.findIndex(group => group.rows === part.rows)
    const of = known < 0 ? this.groups.length : known
    const group = this.groups[of] ?? { rows: part.rows, measures: [], verdicts: [] }
    this.groups[of] = group
    const columns = part.measures.map((expression): Expression => {
      const name = `measure_${group.measures.length}`
      group.measures.push({ name, expression })
      return column(name)
    })
    const [observed, holds] = ['observed', 'holds'].map(name => `${name}_${group.verdicts.length}`) as [string, string]
    const verdict = part.verdict(columns)
    group.verdicts.push({ name: observed, expression: verdict.observed }, { name: holds, expression: verdict.holds })
    return { of, observed, holds, ...(part.lastGood ? { lastGood: part.lastGood } : {}) }
  }

  /** One relation of one row for each of the rows summed up; the judged rows are read where they lie already, in `body`. */
  over(input: Input, body: Relation): readonly Relation[] {
    const there = new Map<Relation, Relation>()
    const counted = { name: 'rows', expression: aggregateCall('count', [literal(1)]) }
    return this.groups.map(({ rows, measures, verdicts }) => {
      const summed = project(aggregate(rows ?? input, [], [...measures, counted]), verdicts)
      return replace(summed, part => (part === input ? body : null), there)
    })
  }
}
