import { compared, type Key, keyOf, matching } from '#core/node/keys.ts'
import type { CompileContext } from '#core/node/kind.ts'
import { inOrder, place } from '#core/node/order.ts'
import { defineNode, field, z } from '#core/node/settings.ts'
import {
  all,
  call,
  cast,
  column,
  keep,
  literal,
  op,
  orderBy,
  over,
  project,
  union,
  where,
} from '#core/relation/build.ts'
import { columnsOf, reservedPrefix } from '#core/relation/columns.ts'
import type { Input, Relation } from '#core/relation/relation.ts'
import { hiddenColumns } from '#core/relation/slots.ts'

const settings = z.strictObject({
  operation: field(z.enum(['intersect', 'except', 'union']).default('intersect'), {
    label: 'Keep',
    widget: 'choice',
    labels: { intersect: 'rows of both', except: 'rows of left alone', union: 'rows of either' },
  }),
  duplicates: field(z.boolean().default(false), {
    label: 'Keep duplicates',
    help: 'Off: of rows that are alike one is kept. On: each row meets one row of the other input, as ALL says in SQL.',
    widget: 'toggle',
  }),
  match: field(z.enum(['name', 'position']).default('name'), {
    label: 'Match columns by',
    help: 'By name without case, or by position. All columns count; nulls are equal.',
    widget: 'choice',
    advanced: true,
  }),
})

type Settings = z.infer<typeof settings>

const flagsStop = 'Flags of `right` stop here: only rows of `left` come out.'

const copy = `${reservedPrefix}copy`

const pairsByPosition = (left: Input, right: Input, context: CompileContext): readonly Key[] => {
  if (left.columns.length !== right.columns.length) {
    context.report({
      code: 'E-UNION-COLUMNS',
      severity: 'error',
      setting: 'match',
      message: `\`left\` has ${left.columns.length} columns and \`right\` has ${right.columns.length}; they must be as many.`,
      hint: 'leave out what one of them has too many',
    })
    return []
  }
  return left.columns.map((own, i) => keyOf(own, right.columns[i]!, 'match', context))
}

const pairsByName = (left: Input, right: Input, context: CompileContext): readonly Key[] => {
  const same = (columns: Input['columns'], name: string) =>
    columns.find(each => each.name.toLowerCase() === name.toLowerCase())
  for (const [one, another, port] of [
    [left, right, 'right'],
    [right, left, 'left'],
  ] as const)
    for (const { name } of one.columns)
      if (!same(another.columns, name))
        context.report({
          code: 'E-COLUMN-MISSING',
          severity: 'error',
          setting: 'match',
          message: `\`${port}\` has no column \`${name}\`, which the other input has.`,
        })
  return left.columns.flatMap(own => {
    const found = same(right.columns, own.name)
    return found ? [keyOf(own, found, 'match', context)] : []
  })
}

/** Rows with which of those alike in the keys each is, from 1 on. */
const copies = (rows: Relation, names: readonly string[]): Relation => {
  const ties = columnsOf(rows).includes(place) ? [place] : hiddenColumns(rows)
  return project(rows, [
    ...keep(columnsOf(rows)),
    {
      name: copy,
      expression: over(call('row_number'), {
        partition: names.map(name => column(name)),
        order: ties.map(name => orderBy(column(name))),
      }),
    },
  ])
}

const isFirst = op('=', column(copy), literal(1))

const united = (left: Input, right: Input, keys: readonly Key[], { duplicates }: Settings) => {
  const part = (input: Input, side: 'left' | 'right') =>
    project(
      input,
      keys.map(key => ({
        name: key.left,
        expression: key.asText ? cast(column(key[side]), 'VARCHAR') : column(key[side]),
      })),
    )
  const stacked = union([part(left, 'left'), part(right, 'right')])
  const names = columnsOf(stacked)
  if (duplicates) return { ports: { out: stacked, rest: where(stacked, literal(false)) } }
  const body = inOrder(stacked, rows => copies(rows, names))
  const port = (first: boolean) => project(where(body, first ? isFirst : op('not', isFirst)), keep(names))
  return { body, ports: { out: port(true), rest: port(false) } }
}

/** The rows of the left input that the right one has, or has not. */
const parted = (left: Input, right: Input, keys: readonly Key[], { operation, duplicates }: Settings) => {
  const names = columnsOf(left)
  const same = keys.map(key => op('is_not_distinct', compared(key, 'left', 'left'), compared(key, 'right', 'right')))
  const others = duplicates
    ? copies(
        right,
        keys.map(key => key.right),
      )
    : right
  const condition = all(duplicates ? [...same, op('=', column(copy, 'left'), column(copy, 'right'))] : same)
  const [kept, left_] = operation === 'intersect' ? (['semi', 'anti'] as const) : (['anti', 'semi'] as const)
  const port = (work: (rows: Relation) => Relation) =>
    project(
      inOrder(left, rows => work(copies(rows, names))),
      keep(names),
    )
  const meeting = (type: 'semi' | 'anti', rows: Relation) => matching(type, rows, others, condition)
  return {
    ports: {
      out: port(rows => (duplicates ? meeting(kept, rows) : where(meeting(kept, rows), isFirst))),
      rest: port(rows =>
        duplicates
          ? meeting(left_, rows)
          : union([meeting(left_, rows), where(meeting(kept, rows), op('not', isFirst))]),
      ),
    },
  }
}

export default defineNode<Settings>({
  kind: 'transform.set_operation',
  version: 1,
  group: 'transforms',
  title: 'Set operation',
  summary: 'Keeps the rows that two inputs have in common, that one has alone, or each row of either once.',
  aliases: [
    'INTERSECT',
    'Intersection',
    'Set Operator',
    'Reference Row Filter',
    'Common rows',
    {
      name: 'Except',
      settings: { operation: 'except' },
      also: ['MINUS', 'Reference Row Splitter', 'Set difference', 'Table.RemoveMatchingRows'],
    },
    { name: 'Union distinct', settings: { operation: 'union' }, also: ['UNION without ALL'] },
  ],
  settings,
  inputs: () => [{ name: 'left' }, { name: 'right' }],
  outputs: () => [{ name: 'out' }, { name: 'rest' }],
  describe: ({ operation, duplicates }) =>
    `${{ intersect: 'rows of both', except: 'rows of left alone', union: 'rows of either' }[operation]}${duplicates ? ', duplicates too' : ''}`,
  compile: (given, context) => {
    const [left, right] = [context.input('left'), context.input('right')]
    const keys = (given.match === 'name' ? pairsByName : pairsByPosition)(left, right, context)
    if (keys.length === 0 || keys.length < left.columns.length) return { ports: {} }
    if (given.operation === 'union') return united(left, right, keys, given)
    return { ...parted(left, right, keys, given), ...(right.slots.length > 0 ? { flagsStop } : {}) }
  },
})
