import { field, z } from '../../node/settings.ts'
import {
  aggregate,
  aggregateCall,
  all,
  call,
  column,
  keep,
  literal,
  op,
  over,
  project,
  where,
} from '../../relation/build.ts'
import type { Column, Relation } from '../../relation/relation.ts'
import { named } from '../cells.ts'
import { defineRule, type RuleContext } from '../rule.ts'
import { amongKeys, columnsAs, columnsNamed, evaluated, namesOf } from '../sets.ts'
import { ruleSettings } from '../settings.ts'
import { anyNull, noneNull } from '../values.ts'

const settings = ruleSettings('functional_dependency', {
  determinant: field(z.array(z.string()).min(1), {
    label: 'Decided by',
    help: 'Rows with the same values in these columns, taken together, have the same value in each of the others.',
    widget: 'columns',
  }),
  mode: field(z.enum(['minority', 'all']).default('minority'), {
    label: 'Flag',
    help: 'minority flags the values that fewer rows of a group hold than another value, all every row of a group that disagrees.',
    widget: 'choice',
  }),
})

type Dependency = z.output<typeof settings>

const count = '__weir_count'
const beside = '__weir_beside'

/** Values of the columns, once each, that break the dependency: those outvoted in their group, or all of a group with two. */
const outvoted = (mode: Dependency['mode'], keys: readonly string[], dependent: string, rows: Relation): Relation => {
  const values = aggregate(rows, keep([...keys, dependent]), [
    { name: count, expression: aggregateCall('count', [literal(1)]) },
  ])
  const summed = mode === 'minority' ? call('max', column(count)) : call('count', literal(1))
  const ranked = project(values, [
    ...keep([...keys, dependent, count]),
    { name: beside, expression: over(summed, { partition: columnsAs(keys) }) },
  ])
  const less = mode === 'minority' ? column(count) : literal(1)
  return where(ranked, op('<', less, column(beside)))
}

const judge = (rule: Dependency, keys: readonly Column[], dependent: Column, context: RuleContext) => {
  const names = namesOf(keys)
  const columns = [...keys, dependent]
  const rows = where(context.rows, evaluated(context, columns))
  const broken = amongKeys([...names, dependent.name], outvoted(rule.mode, names, dependent.name, rows))
  return {
    columns: [dependent.name],
    violation: all([noneNull(columns), context.across(broken)]),
    missing: anyNull(columns),
    failure: null,
  }
}

export const functionalDependency = defineRule({
  kind: 'functional_dependency',
  title: 'Functional dependency',
  summary: 'Rows that are the same in some columns are the same in others, too.',
  dimension: 'consistency',
  flags: 'cell',
  settings,
  aliases: ['FD', 'denial constraint', 'conditional functional dependency', 'determines', 'same value per group'],
  help: `Rows with the same *Decided by* should agree in each of the columns. Where they do not, the values that fewer rows of the group hold than
another value are flagged; of values held equally often none is, since nothing tells which is right. *Flag* \`all\` flags every row of such
a group. Rows with a null are not judged.

\`"determinant": ["zip"], "columns": ["city"]\`

| zip | city | |
| --- | --- | --- |
| 10115 | Berlin | |
| 10115 | Berlin | |
| 10115 | Berlxn | flagged |`,
  describe: rule =>
    `${rule.determinant.join(', ')} ${rule.determinant.length > 1 ? 'decide' : 'decides'} ${named(rule)}`,
  message: rule =>
    rule.mode === 'minority'
      ? `{column} is not what most rows with the same ${rule.determinant.join(', ')} hold: {value}`
      : `{column} is not the same in all rows with the same ${rule.determinant.join(', ')}: {value}`,
  compile: (rule, context) => {
    const keys = columnsNamed(rule.determinant, 'determinant', context)
    return rule.columns.flatMap((name, i) => {
      const dependent = context.column(name, `columns.${i}`)
      if (keys === null || dependent === null) return []
      if (!keys.some(key => key.name === dependent.name)) return [judge(rule, keys, dependent, context)]
      context.report({
        code: 'E-SETTING',
        severity: 'error',
        setting: `columns.${i}`,
        message: `\`${dependent.name}\` is among the columns that decide it.`,
        hint: 'take it out of one of the two lists',
      })
      return []
    })
  },
})
