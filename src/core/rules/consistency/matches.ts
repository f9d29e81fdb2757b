import { field, z } from '../../node/settings.ts'
import { all, any, cases, column, inRelation, join, op, project, where } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Column, Input } from '../../relation/relation.ts'
import { named } from '../cells.ts'
import { commonType, differs, inCommon, operandOf, sizeOf } from '../reckon.ts'
import { defineRule, type RuleContext, type RulePart } from '../rule.ts'
import { columnsAs, columnsNamed, evaluated, tuple } from '../sets.ts'
import { ruleSettings } from '../settings.ts'
import { anyNull, compare, familyOf, noneNull, ofColumn, type Typed } from '../values.ts'
import { comparable, inType, isKnown, type Lookup, lookupOf, lookupSettings, partners } from './lookup.ts'

const settings = ruleSettings('matches', {
  ...lookupSettings,
  keys: field(z.array(z.string()).min(1), {
    label: 'Keys',
    help: 'The columns, taken together, by which the partner of a row is found.',
    widget: 'columns',
  }),
  inputKeys: field(z.array(z.string()).default([]), {
    label: 'Its keys',
    help: 'One for each key, in the same order; none means columns of the same names.',
    widget: 'columns',
    inputFrom: 'input',
  }),
  tolerance: field(z.number().min(0).default(0), {
    label: 'Tolerance',
    help: 'Numbers may differ by so much.',
    widget: 'number',
  }),
})

const side = (name: string, of: Column, which: 'left' | 'right'): Typed => ({
  expression: column(name, which),
  type: of.type,
})

/** Whether two values are the same, up to a tolerance where both are numbers. */
const isNear = (a: Typed, b: Typed, tolerance: number): Expression => {
  const same = compare('=', a, b)
  const [left, right] = [operandOf(a), operandOf(b)]
  if (tolerance === 0 || left === null || right === null) return same
  const type = commonType([left, right], 2)
  const values = [inCommon(left, type), inCommon(right, type)] as const
  const numbers = all(values.map(each => op('is_not_null', each)))
  return cases([{ when: numbers, result: op('not', differs(...values, type, tolerance, sizeOf(values))) }], same)
}

interface Compared {
  readonly own: Column
  readonly other: Column
}

/** Values as they compare, of the judged rows or of the second input. */
const alike = (pairs: readonly Compared[], which: keyof Compared): readonly Expression[] =>
  pairs.map(pair => inType(pair[which].name, comparable(pair.own, pair.other)))

/** Whether the second input has the row's keys beside the very value, a null among them: a semi-join. */
const isSame = (keys: readonly Compared[], value: Compared, input: Input): Expression => {
  const pairs = [...keys, value]
  return inRelation(
    [tuple(alike(pairs, 'own'))],
    project(input, [{ name: 'key', expression: tuple(alike(pairs, 'other')) }]),
  )
}

/** The same for values that need not be equal to match: those that do are joined first. */
const isLike = (
  keys: readonly Compared[],
  { own, other }: Compared,
  input: Input,
  tolerance: number,
  context: RuleContext,
): Expression => {
  const named = (values: readonly Expression[], value: Column) => [
    ...values.map((expression, i) => ({ name: `k${i}`, expression })),
    { name: 'v', expression: column(value.name) },
  ]
  const left = project(
    where(
      context.rows,
      evaluated(
        context,
        keys.map(key => key.own),
      ),
    ),
    named(alike(keys, 'own'), own),
  )
  const names = left.columns.map(each => each.name)
  const bothNull = all([op('is_null', column('v', 'left')), op('is_null', column('v', 'right'))])
  const [a, b] = [side('v', own, 'left'), side('v', other, 'right')]
  const near = join({
    type: 'inner',
    left,
    right: project(input, named(alike(keys, 'other'), other)),
    condition: all([
      ...keys.map((_, i) => op('=', column(`k${i}`, 'left'), column(`k${i}`, 'right'))),
      any([bothNull, isNear(a, b, tolerance)]),
    ]),
    columns: names.map(name => ({ name, expression: column(name, 'left') })),
    via: { left: null, right: null },
  })
  const found = project(near, [{ name: 'key', expression: tuple(columnsAs(names)) }])
  return inRelation([tuple([...alike(keys, 'own'), column(own.name)])], found)
}

const needsJoin = ({ own, other }: Compared, tolerance: number): boolean =>
  familyOf(own.type) !== familyOf(other.type) || (tolerance > 0 && operandOf(ofColumn(own)) !== null)

const compared = ({ own, others }: Lookup): readonly Compared[] =>
  own.map((each, i) => ({ own: each, other: others[i]! }))

/** The rule's keys and where their partners stand; null after reporting what is not there. */
const keysOf = (rule: z.output<typeof settings>, context: RuleContext): Lookup | null => {
  const own = columnsNamed(rule.keys, 'keys', context)
  const input = context.lookup(rule.input, 'input')
  if (own === null || input === null) return null
  const names = { setting: 'keys', names: rule.keys }
  const others = partners(input, names, { setting: 'inputKeys', names: rule.inputKeys }, context)
  return others && { own, others, input }
}

export const matches = defineRule({
  kind: 'matches',
  title: 'Matches',
  summary: 'Values are those of the row with the same keys in a second input.',
  dimension: 'consistency',
  flags: 'cell',
  settings,
  aliases: ['reconciliation', 'compare datasets', 'equality', 'diff', 'source to target', 'row match', 'cross-check'],
  help: `Flags a row's keys where the second input has no row with the same, and each of the columns where no such row holds the same value. Numbers may
differ by *Tolerance*. Two nulls match; one does not. Rows with a null among the keys are not judged.

\`"keys": ["id"], "columns": ["amount"], "input": "ledger", "tolerance": 0.01\`, where ledger holds 1 with 9.99, and 2 with 5:

| id | amount | |
| --- | --- | --- |
| 1 | 10.00 | |
| 2 | 7.00 | flagged |
| 3 | 1.00 | flagged |`,
  describe: rule => `${named(rule)} as in ${rule.input} by ${rule.keys.join(', ')}`,
  message: rule => `{column} is not as in ${rule.input}: {value}`,
  compile: (rule, context) => {
    const keys = keysOf(rule, context)
    const values = lookupOf(rule, context)
    if (keys === null || values === null) return []
    const [keyPairs, missing] = [compared(keys), anyNull(keys.own)]
    const there = noneNull(keys.own)
    const hasPartner = isKnown(keys, context)
    const part = (columns: readonly string[], wrong: readonly Expression[]): RulePart => ({
      columns,
      violation: all([there, ...wrong]),
      missing,
      failure: null,
    })
    return [
      part(
        keys.own.map(each => each.name),
        [op('is_not_true', hasPartner)],
      ),
      ...compared(values).map(value => {
        const found = needsJoin(value, rule.tolerance)
          ? isLike(keyPairs, value, keys.input, rule.tolerance, context)
          : isSame(keyPairs, value, keys.input)
        return part([value.own.name], [op('is_true', hasPartner), op('is_not_true', context.across(found))])
      }),
    ]
  },
})
