import { field, z } from '../../node/settings.ts'
import { inRelation, project } from '../../relation/build.ts'
import type { Column } from '../../relation/relation.ts'
import { allColumns } from '../cells.ts'
import { defineRule, type RuleContext, type RuleText } from '../rule.ts'
import { tuple } from '../sets.ts'
import { ruleSettingsWith } from '../settings.ts'
import { comparable, inType } from './lookup.ts'

const columns = field(z.array(z.string()).default([]), {
  label: 'Columns',
  help: 'The columns by which the rows of the query are found among the judged ones; none means all of them.',
  widget: 'columns',
})

const settings = ruleSettingsWith('failing_rows', columns, {
  sql: field(z.array(z.string()).min(1), {
    label: 'Query',
    help: 'One SELECT that gives the bad rows, over `rows`, which are those that are judged, and the further inputs by name.',
    widget: 'sql',
    tables: { in: 'rows' },
  }),
})

type FailingRows = z.output<typeof settings>

const query = (rule: FailingRows): RuleText => ({ setting: 'sql', text: rule.sql.join('\n') })

/** The columns of the query that bear the names of some of the judged rows; null after reporting one that it does not give. */
const givenBy = (given: readonly Column[], own: readonly Column[], context: RuleContext): readonly Column[] | null => {
  const found = own.map(each => given.find(other => other.name.toLowerCase() === each.name.toLowerCase()))
  const lacking = own.filter((_, i) => found[i] === undefined).map(each => `\`${each.name}\``)
  if (lacking.length === 0) return found.filter(each => each !== undefined)
  context.report({
    code: 'E-COLUMN-UNKNOWN',
    severity: 'error',
    setting: 'sql',
    message: `The query does not give ${lacking.join(', ')}, by which its rows are found among the judged ones.`,
    hint: 'select them, or name under `columns` a key that it gives',
  })
  return null
}

export const failingRows = defineRule({
  kind: 'failing_rows',
  title: 'Failing rows',
  summary: 'A query gives the rows that are bad.',
  dimension: 'consistency',
  flags: 'row',
  settings,
  initial: { sql: ['SELECT *', 'FROM rows', 'WHERE false'] },
  aliases: [
    'custom SQL',
    'unexpected_rows_expectation',
    'failed rows',
    'sql_query',
    'singular test',
    'user-defined check',
  ],
  help: `Flags the rows that a SELECT gives: over \`rows\`, which are those that are judged, and the node's further inputs by name. Its rows are found by the
columns that the rule names, a key best, or by all; nulls are equal here. Where the query itself fails on a value, every row says that it could not be evaluated.

\`"columns": ["id"], "sql": ["SELECT id FROM rows", "GROUP BY id HAVING sum(amount) < 0"]\`

| id | amount | |
| --- | --- | --- |
| 1 | 5 | |
| 2 | 3 | flagged |
| 2 | -4 | flagged |`,
  describe: rule => rule.sql.join(' ').replace(/\s+/g, ' ').trim(),
  message: () => 'A query finds this row to be bad',
  queries: rule => [query(rule)],
  compile: (rule, context) => {
    const own = rule.columns.length === 0 ? context.rows.columns : allColumns(rule, context)
    const bad = context.query(query(rule))
    const others = own && bad && givenBy(bad.columns, own, context)
    if (own === null || bad === null || others === null) return []
    const types = own.map((each, i) => comparable(each, others[i]!))
    const keyOf = (of: readonly Column[]) => tuple(of.map((each, i) => inType(each.name, types[i]!)))
    const found = inRelation([keyOf(own)], project(bad, [{ name: 'key', expression: keyOf(others) }]))
    return [{ columns: [], violation: context.across(found), missing: null, failure: null, queried: true }]
  },
})
