import { compared, type Key, keyOf, matching, repeated } from '#core/node/keys.ts'
import type { CompileContext, CompiledCheck } from '#core/node/kind.ts'
import { inOrder } from '#core/node/order.ts'
import { columnName, defineNode, field, z } from '#core/node/settings.ts'
import { all, any, call, cases, cast, column, join, keep, literal, op, project, where } from '#core/relation/build.ts'
import { columnsOf, reservedPrefix } from '#core/relation/columns.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Column, Input, NamedExpression, Relation } from '#core/relation/relation.ts'
import { familyOf } from '#core/rules/values.ts'

const settings = z.strictObject({
  keys: field(z.array(z.string()).min(1, 'name a column that tells rows apart'), {
    label: 'Keys',
    help: 'Columns of both inputs that say which row is which; nulls are equal.',
    widget: 'columns',
  }),
  ignore: field(z.array(z.string()).default([]), {
    label: 'Ignore',
    help: 'Columns whose values may differ, such as the time of an export.',
    widget: 'columns',
  }),
  tolerance: field(z.number().min(0, 'it is not negative').default(0), {
    label: 'Tolerance',
    help: 'Numbers that are no further apart than this are the same.',
    widget: 'number',
  }),
  onUnexpected: field(z.enum(['warn', 'fail']).default('warn'), {
    label: 'If a key repeats',
    help: 'A warning in the report, each row being compared with each, or a failed run.',
    widget: 'choice',
    advanced: true,
  }),
  suffix: field(z.string().min(1).default('_before'), {
    label: 'Suffix',
    help: 'Put behind the columns of changed that hold the values from before.',
    widget: 'text',
    advanced: true,
  }),
  listColumn: field(columnName.default('changed_columns'), {
    label: 'What changed',
    help: 'The column of changed with the names of the columns that differ.',
    widget: 'text',
    advanced: true,
  }),
})

type Settings = z.infer<typeof settings>

const before = (index: number) => `${reservedPrefix}before_${index}`
const differs = (index: number) => `${reservedPrefix}differs_${index}`

/** A column that is compared: on the left of the join what came after, on the right what was before. */
interface Pair {
  readonly name: string
  readonly key: Key
  readonly isNumber: boolean
}

const other = (columns: readonly Column[], name: string): Column | undefined =>
  columns.find(each => each.name.toLowerCase() === name.toLowerCase())

const pairsOf = (
  names: readonly string[],
  setting: string,
  [was, is]: readonly [Input, Input],
  context: CompileContext,
): readonly Pair[] =>
  names.flatMap((name, i) => {
    const left = context.column(is, name, `${setting}.${i}`)
    const right = left && context.column(was, name, `${setting}.${i}`)
    if (!left || !right) return []
    const isNumber = [left, right].every(each => familyOf(each.type) === 'number')
    return [{ name: left.name, key: keyOf(left, right, setting, context), isNumber }]
  })

/** Columns of both inputs that are neither keys nor ignored; of those that one has alone it is said that they are not compared. */
const rest = (
  { keys, ignore }: Settings,
  [was, is]: readonly [Input, Input],
  context: CompileContext,
): readonly string[] => {
  const left = new Set([...keys, ...ignore].map(name => name.toLowerCase()))
  const alone = (one: Input, another: Input, port: string) => {
    for (const { name } of one.columns)
      if (!left.has(name.toLowerCase()) && !other(another.columns, name))
        context.report({
          code: 'W-COMPARE-COLUMN',
          severity: 'warning',
          message: `Only \`${port}\` has a column \`${name}\`: it is not compared.`,
          hint: 'rename it in one of the two, or ignore it',
        })
  }
  alone(is, was, 'after')
  alone(was, is, 'before')
  return is.columns.map(({ name }) => name).filter(name => !left.has(name.toLowerCase()) && other(was.columns, name))
}

const isOther = ({ key, isNumber }: Pair, tolerance: number): Expression => {
  const [is, was] = [compared(key, 'left', 'left'), compared(key, 'right', 'right')]
  const distinct = op('is_distinct', is, was)
  if (!isNumber || tolerance === 0) return distinct
  const apart = call('abs', op('-', cast(is, 'DOUBLE'), cast(was, 'DOUBLE')))
  return op('and', distinct, op('is_not_true', op('<=', apart, literal(tolerance))))
}

const equal = (keys: readonly Pair[], flipped: boolean): Expression =>
  all(
    keys.map(({ key }) =>
      op(
        'is_not_distinct',
        compared(key, flipped ? 'right' : 'left', 'left'),
        compared(key, flipped ? 'left' : 'right', 'right'),
      ),
    ),
  )

const checksOf = (
  { onUnexpected }: Settings,
  keys: readonly Pair[],
  [was, is]: readonly [Input, Input],
): readonly CompiledCheck[] =>
  (
    [
      ['before', was, keys.map(({ key }) => key.right)],
      ['after', is, keys.map(({ key }) => key.left)],
    ] as const
  ).map(([port, input, names]) => ({
    relation: repeated(input, names, true),
    code: onUnexpected === 'fail' ? 'E-COMPARE-REPEATED' : 'W-COMPARE-REPEATED',
    severity: onUnexpected === 'fail' ? 'error' : 'warning',
    message: `{count} values of ${names.map(name => `\`${name}\``).join(', ')} repeat in \`${port}\`.`,
  }))

/** Behind the columns as they are, those from before, and the names of those that differ. */
const changedColumns = (
  { suffix, listColumn }: Settings,
  names: readonly string[],
  pairs: readonly Pair[],
  context: CompileContext,
): readonly NamedExpression[] => {
  const named = pairs.map(({ name }, i) => cases([{ when: column(differs(i)), result: literal(name) }]))
  const added = [
    {
      name: listColumn,
      setting: 'listColumn',
      expression: named.length ? call('concat_ws', literal(', '), ...named) : literal(''),
    },
    ...pairs.map(({ name }, i) => ({ name: `${name}${suffix}`, setting: 'suffix', expression: column(before(i)) })),
  ]
  const taken = new Set(names.map(name => name.toLowerCase()))
  for (const { name, setting } of added) {
    if (taken.has(name.toLowerCase()))
      context.report({
        code: 'E-COLUMN-TWICE',
        severity: 'error',
        setting,
        message: `Two columns would be named \`${name}\`.`,
        hint: 'give one of them another name',
      })
    taken.add(name.toLowerCase())
  }
  return [...keep(names), ...added.map(({ name, expression }) => ({ name, expression }))]
}

export default defineNode<Settings>({
  kind: 'transform.compare',
  version: 1,
  group: 'transforms',
  title: 'Compare',
  summary: 'Holds two versions of a table against each other: what was added, removed, changed, or is the same.',
  aliases: [
    'Merge Rows (diff)',
    'Table Difference Finder',
    'Compare tables',
    'Diff',
    'DataFrame.compare',
    'Table Difference Checker',
    'Change detection',
    'Data diff',
    'Reconcile rows',
  ],
  settings,
  initial: { keys: [] },
  inputs: () => [{ name: 'before' }, { name: 'after' }],
  outputs: () => [{ name: 'changed' }, { name: 'added' }, { name: 'removed' }, { name: 'same' }],
  describe: ({ keys, ignore, tolerance }) =>
    [
      `by ${keys.join(', ') || 'nothing yet'}`,
      ...(ignore.length > 0 ? [`without ${ignore.join(', ')}`] : []),
      ...(tolerance > 0 ? [`within ${tolerance}`] : []),
    ].join(', '),
  compile: (given, context) => {
    const inputs = [context.input('before'), context.input('after')] as const
    const [was, is] = inputs
    const keys = pairsOf(given.keys, 'keys', inputs, context)
    for (const [i, name] of given.ignore.entries())
      if (!other(is.columns, name) && !other(was.columns, name)) context.column(is, name, `ignore.${i}`)
    const pairs = pairsOf(rest(given, inputs, context), 'ignore', inputs, context)
    if (keys.length < given.keys.length) return { ports: {} }
    const names = columnsOf(is)
    const met = inOrder(is, rows =>
      join({
        type: 'inner',
        left: rows,
        right: was,
        condition: equal(keys, false),
        columns: [
          ...columnsOf(rows).map(name => ({ name, expression: column(name, 'left') })),
          ...pairs.flatMap((pair, i) => [
            { name: before(i), expression: column(pair.key.right, 'right') },
            { name: differs(i), expression: isOther(pair, given.tolerance) },
          ]),
        ],
        via: { left: 'after', right: 'before' },
      }),
    )
    const isChanged = any(pairs.map((_, i) => column(differs(i))))
    const inOne = (one: Input, another: Input, flipped: boolean): Relation =>
      project(
        inOrder(one, rows => matching('anti', rows, another, equal(keys, flipped))),
        keep(columnsOf(one)),
      )
    return {
      body: met,
      ports: {
        changed: project(where(met, isChanged), changedColumns(given, names, pairs, context)),
        added: inOne(is, was, false),
        removed: inOne(was, is, true),
        same: project(where(met, op('not', isChanged)), keep(names)),
      },
      checks: checksOf(given, keys, inputs),
    }
  },
})
