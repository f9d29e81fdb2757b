import { aggregate, all, call, cast, column, join, keep, literal, op, project, where } from '../relation/build.ts'
import { columnsOf } from '../relation/columns.ts'
import type { Expression } from '../relation/expression.ts'
import type { Column, Input, Join, NamedExpression, Relation } from '../relation/relation.ts'
import { familyOf } from '../rules/values.ts'
import type { CompileContext } from './kind.ts'

/** A column of each of two inputs that are held against each other. */
export interface Key {
  readonly left: string
  readonly right: string
  /** Text meets another type: DuckDB would turn the text into the other, and stop the run at the first that is none. */
  readonly asText: boolean
}

export type Side = 'left' | 'right'

/** Two columns as a key; says where they are compared as text, or can never be equal. */
export const keyOf = (left: Column, right: Column, setting: string, context: CompileContext): Key => {
  const families = [familyOf(left.type), familyOf(right.type)]
  const alike = families[0] === families[1] || families.includes('other')
  const asText = !alike && families.includes('text')
  const pair = `\`${left.name}\` is ${left.type} on the left, and \`${right.name}\` is ${right.type} on the right`
  if (asText)
    context.report({
      code: 'W-JOIN-TYPES',
      severity: 'warning',
      setting,
      message: `${pair}: they are compared as text.`,
    })
  else if (!alike && !(families.includes('number') && families.includes('boolean')))
    context.report({
      code: 'E-JOIN-TYPES',
      severity: 'error',
      setting,
      message: `${pair}: they can never be equal.`,
      hint: 'convert one of them before, with Select columns',
    })
  return { left: left.name, right: right.name, asText }
}

/** Pairs of columns as settings hold them, looked up; what is not there is reported. */
export const keysOf = (
  pairs: readonly { readonly left: string; readonly right: string }[],
  left: Input,
  right: Input,
  context: CompileContext,
): readonly Key[] =>
  pairs.flatMap((key, i) => {
    const l = context.column(left, key.left, `keys.${i}.left`)
    const r = context.column(right, key.right, `keys.${i}.right`)
    return l && r ? [keyOf(l, r, `keys.${i}`, context)] : []
  })

/** A key of one input, as it is compared; `side` is where that input stands in a join, if it is in one. */
export const compared = (key: Key, of: Side, side?: Side): Expression =>
  key.asText ? cast(column(key[of], side), 'VARCHAR') : column(key[of], side)

/** Values of keys that several rows of an input have. */
export const repeated = (input: Relation, keys: readonly string[], nullsEqual: boolean): Relation => {
  const present = nullsEqual ? input : where(input, all(keys.map(key => op('is_not_null', column(key)))))
  const counted = aggregate(
    present,
    keys.map((name, i) => ({ name: `k${i}`, expression: column(name) })),
    [{ name: 'n', expression: call('count') }],
  )
  return project(where(counted, op('>', column('n'), literal(1))), keep(keys.map((_, i) => `k${i}`)))
}

/** The rows of one input that match some row of the other (`semi`), or none (`anti`); the condition has them on the left. */
export const matching = (type: 'semi' | 'anti', input: Relation, other: Relation, condition: Expression): Join =>
  join({
    type,
    left: input,
    right: other,
    condition,
    columns: columnsOf(input).map(name => ({ name, expression: column(name, 'left') })),
    via: { left: null, right: null },
  })

/** Columns of the right input behind those of the left, with a suffix where the left has their names; reports a name that is taken even so. */
export const behind = (
  left: readonly string[],
  right: readonly string[],
  suffix: string,
  context: CompileContext,
): readonly NamedExpression[] => {
  const taken = new Set(left.map(name => name.toLowerCase()))
  return right.map(name => {
    const free = taken.has(name.toLowerCase()) ? `${name}${suffix}` : name
    if (taken.has(free.toLowerCase()))
      context.report({
        code: 'E-COLUMN-TWICE',
        severity: 'error',
        setting: 'suffix',
        message: `Two columns would be named \`${free}\`.`,
        hint: 'choose another suffix',
      })
    taken.add(free.toLowerCase())
    return { name: free, expression: column(name, 'right') }
  })
}
