import { behind, compared, type Key, keysOf, matching, repeated } from '#core/node/keys.ts'
import type { CompileContext, CompiledCheck } from '#core/node/kind.ts'
import { defineNode, field, z } from '#core/node/settings.ts'
import { uncertain } from '#core/node/volatile.ts'
import { all, call, column, inRelation, join, limit, literal, op, project, where } from '#core/relation/build.ts'
import { columnsOf } from '#core/relation/columns.ts'
import type { TypedText } from '#core/relation/expression.ts'
import type { Input, NamedExpression, Relation } from '#core/relation/relation.ts'

const settings = z.strictObject({
  type: field(z.enum(['inner', 'left', 'right', 'full', 'semi', 'anti']).default('inner'), {
    label: 'Type',
    help: 'What out holds. The unmatched rows of both sides leave by their own ports, whatever the type.',
    widget: 'choice',
  }),
  keys: field(z.array(z.strictObject({ left: z.string(), right: z.string() })).default([]), {
    label: 'Keys',
    help: 'Pairs of columns that must be equal. Without keys and condition each row meets each (a cross join).',
    widget: 'joinKeys',
  }),
  condition: field(z.string().min(1).nullable().default(null), {
    label: 'Condition',
    help: 'A further condition over left.a and right.b.',
    widget: 'expression',
    allow: { sides: true },
    advanced: true,
  }),
  nullsEqual: field(z.boolean().default(false), {
    label: 'Nulls are equal',
    help: 'Whether a null key matches a null key.',
    widget: 'toggle',
    advanced: true,
  }),
  keepKeys: field(z.enum(['left', 'both']).default('left'), {
    label: 'Keep keys',
    help: 'left keeps one column for each pair, filled from the other side where the left is missing; both keeps both.',
    widget: 'choice',
    advanced: true,
  }),
  suffix: field(z.string().min(1).default('_right'), {
    label: 'Suffix',
    help: 'Put behind a right column whose name the left has, too.',
    widget: 'text',
    advanced: true,
  }),
  expect: field(z.enum(['1:1', '1:n', 'n:1']).nullable().default(null), {
    label: 'Expect',
    help: 'Which side has each key at most once.',
    widget: 'choice',
    advanced: true,
  }),
  onUnexpected: field(z.enum(['warn', 'fail']).default('warn'), {
    label: 'If unexpected',
    help: 'What a repeated key does: a warning in the report, or a failed run.',
    widget: 'choice',
    advanced: true,
  }),
})

type Settings = z.infer<typeof settings>

/** Left columns, then right ones; a key pair is one column with `keepKeys: left`, coalesced where the left may be missing. */
const outputColumns = (
  { type, keepKeys, suffix }: Settings,
  keys: readonly Key[],
  left: Input,
  right: Input,
  context: CompileContext,
): NamedExpression[] => {
  const leftMayMiss = type === 'right' || type === 'full'
  const columns = columnsOf(left).map((name): NamedExpression => {
    const key = keepKeys === 'left' && leftMayMiss ? keys.find(k => k.left === name) : undefined
    const own = column(name, 'left')
    return {
      name,
      expression: key ? call('coalesce', compared(key, 'left', 'left'), compared(key, 'right', 'right')) : own,
    }
  })
  if (type === 'semi' || type === 'anti') return columns
  const others = columnsOf(right).filter(name => keepKeys !== 'left' || !keys.some(k => k.right === name))
  return [...columns, ...behind(columnsOf(left), others, suffix, context)]
}

const flipped = (text: TypedText): TypedText => ({
  ...text,
  references: text.references.map(r => (r.side ? { ...r, side: r.side === 'left' ? 'right' : 'left' } : r)),
})

const whereEmpty = (input: Relation, other: Relation): Relation =>
  where(input, inRelation([literal(1)], project(limit(other, 1), [{ name: 'one', expression: literal(1) }]), true))

const expectations = (
  { expect, onUnexpected, nullsEqual }: Settings,
  keys: readonly Key[],
  left: Input,
  right: Input,
): readonly CompiledCheck[] => {
  if (expect === null || keys.length === 0) return []
  const sides = [
    ...(expect === '1:1' || expect === '1:n' ? [{ input: left, names: keys.map(k => k.left), side: 'left' }] : []),
    ...(expect === '1:1' || expect === 'n:1' ? [{ input: right, names: keys.map(k => k.right), side: 'right' }] : []),
  ]
  return sides.map(({ input, names, side }) => ({
    relation: repeated(input, names, nullsEqual),
    code: onUnexpected === 'fail' ? 'E-JOIN-FANOUT' : 'W-JOIN-FANOUT',
    severity: onUnexpected === 'fail' ? 'error' : 'warning',
    message: `Values of ${names.map(n => `\`${n}\``).join(', ')} repeat in the ${side} input ({count} of them), but ${expect} is expected.`,
  }))
}

export default defineNode<Settings>({
  kind: 'transform.join',
  version: 1,
  group: 'transforms',
  title: 'Join',
  summary: 'Puts columns of two inputs side by side where keys match, and shows what did not match.',
  aliases: [
    'Joiner',
    'Merge Join',
    'Join rows',
    'merge',
    'Table.NestedJoin',
    'Join Multiple',
    'Cross Joiner',
    'Append Fields',
    'Merge queries',
    'CROSS JOIN',
    { name: 'Left join', settings: { type: 'left' } },
    { name: 'Anti join', settings: { type: 'anti' } },
  ],
  settings,
  inputs: () => [{ name: 'left' }, { name: 'right' }],
  outputs: () => [{ name: 'out' }, { name: 'left_only' }, { name: 'right_only' }],
  describe: ({ type, keys, condition }) => {
    const pairs = keys.map(k => (k.left === k.right ? k.left : `${k.left} = ${k.right}`))
    const on = [...pairs, ...(condition ? [condition] : [])].join(', ')
    return on ? `${type}, ${on}` : 'each row with each'
  },
  expressions: ({ condition }) =>
    condition === null
      ? []
      : [{ setting: 'condition', text: condition, allow: { aggregates: false, windows: false, sides: true } }],
  compile: (chosen, context) => {
    const [left, right] = [context.input('left'), context.input('right')]
    const keys = keysOf(chosen.keys, left, right, context)
    const typed = chosen.condition === null ? null : context.expression('condition')
    if (chosen.condition !== null && !typed) return { ports: {} }
    const equal = chosen.nullsEqual ? 'is_not_distinct' : '='
    const parts = keys.map(k => op(equal, compared(k, 'left', 'left'), compared(k, 'right', 'right')))
    const condition = parts.length || typed ? all([...parts, ...(typed ? [typed] : [])]) : null
    if (condition === null && (chosen.type === 'semi' || chosen.type === 'anti')) {
      context.report({
        code: 'E-SETTING',
        severity: 'error',
        setting: 'keys',
        message: `A join of type ${chosen.type} needs a key or a condition.`,
      })
      return { ports: {} }
    }
    const mirrored = all([
      ...keys.map(k => op(equal, compared(k, 'right', 'left'), compared(k, 'left', 'right'))),
      ...(typed ? [flipped(typed)] : []),
    ])
    const leftOnly = condition ? matching('anti', left, right, condition) : whereEmpty(left, right)
    const rightOnly = condition ? matching('anti', right, left, mirrored) : whereEmpty(right, left)
    const out = join({
      type: condition === null ? 'cross' : chosen.type,
      left,
      right,
      condition,
      columns: outputColumns(chosen, keys, left, right, context),
      via: { left: 'left', right: 'right' },
    })
    return {
      ports: { out, left_only: leftOnly, right_only: rightOnly },
      checks: expectations(chosen, keys, left, right),
      ...uncertain([typed]),
    }
  },
})
