import { field, z } from '../node/settings.ts'
import { all, call, column, inRelation, keep, op, project } from '../relation/build.ts'
import type { Expression } from '../relation/expression.ts'
import type { Column, Relation } from '../relation/relation.ts'
import type { RuleContext } from './rule.ts'
import { noneNull } from './values.ts'

/** True of the rows that a rule over several rows looks at: those it speaks of, with a value in each of the columns. */
export const evaluated = (context: RuleContext, keys: readonly Column[]): Expression =>
  all([...(context.applies ? [context.applies] : []), noneNull(keys)])

/** Values as one, which compares as a whole and in which nulls are equal. DuckDB takes a row of one value for that value. */
export const tuple = (values: readonly Expression[]): Expression =>
  values.length === 1 ? op('list', ...values) : call('row', ...values)

/** Names of columns, each once: a projection takes none twice. */
export const namesOf = (columns: readonly Column[]): readonly string[] => [...new Set(columns.map(each => each.name))]

/** Columns by name, as expressions. */
export const columnsAs = (names: readonly string[]): readonly Expression[] => names.map(name => column(name))

/** Whether a row's values in these columns occur among those of a relation, with nulls equal to each other. */
export const amongRows = (names: readonly string[], relation: Relation): Expression =>
  inRelation([tuple(columnsAs(names))], project(relation, [{ name: 'key', expression: tuple(columnsAs(names)) }]))

/** The same for columns that hold no null where it matters: a row with a null among them gives null. */
export const amongKeys = (names: readonly string[], relation: Relation): Expression =>
  inRelation(columnsAs(names), project(relation, keep(names)))

/** The columns that a setting names, or null where one is not there, which was reported. */
export const columnsNamed = (
  names: readonly string[],
  setting: string,
  context: RuleContext,
): readonly Column[] | null => {
  const found = names.map((name, i) => context.column(name, `${setting}.${i}`)).filter(each => each !== null)
  return found.length < names.length ? null : found
}

/** The setting that splits rows into groups, each judged by itself. */
export const group = field(z.array(z.string()).default([]), {
  label: 'Group',
  help: 'Rows with the same values in these columns are judged together, apart from others; none makes one group of all.',
  widget: 'columns',
})
