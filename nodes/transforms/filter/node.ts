import { defineNode, field, scalar, z } from '#core/node/settings.ts'
import { uncertain } from '#core/node/volatile.ts'
import { column, keep, op, project, where } from '#core/relation/build.ts'
import { columnsOf, reservedPrefix } from '#core/relation/columns.ts'
import type { TypedText } from '#core/relation/expression.ts'
import type { Input } from '#core/relation/relation.ts'

const settings = z.strictObject({
  where: field(z.string().min(1, 'write a condition'), {
    label: 'Where',
    help: 'A condition in SQL. Rows for which it is true leave by match; all others, also those for which it is null, by rest.',
    widget: 'expression',
    placeholder: "amount > 0 and status = 'paid'",
  }),
})

const matched = `${reservedPrefix}match`

/** A volatile condition is asked once for each row: asked again for the rest, a row could leave by both ports, or by none. */
const askedOnce = (input: Input, condition: TypedText) => {
  const names = columnsOf(input)
  const body = project(input, [...keep(names), { name: matched, expression: condition }])
  const port = (operator: 'is_true' | 'is_not_true') => project(where(body, op(operator, column(matched))), keep(names))
  return { body, ports: { match: port('is_true'), rest: port('is_not_true') }, ...uncertain([condition]) }
}

export default defineNode<z.infer<typeof settings>>({
  kind: 'transform.filter',
  version: 1,
  group: 'transforms',
  title: 'Filter',
  summary: 'Parts rows by a condition: those that meet it, and the rest.',
  aliases: [
    'Row Filter',
    'Where',
    'Filter rows',
    'Rule-based Row Filter',
    'query',
    'Table.SelectRows',
    'Split rows',
    'HAVING',
    'Keep only',
    'Exclude',
    'dropna',
    'Remove rows',
  ],
  settings,
  initial: { where: 'true' },
  inputs: () => [{ name: 'in' }],
  outputs: () => [{ name: 'match' }, { name: 'rest' }],
  describe: ({ where: condition }) => condition,
  expressions: ({ where: condition }) => [{ ...scalar('where', condition), condition: true }],
  compile: (_settings, context) => {
    const input = context.input('in')
    const condition = context.expression('where')
    if (!condition) return { ports: {} }
    if (condition.volatile) return askedOnce(input, condition)
    return { ports: { match: where(input, condition), rest: where(input, op('is_not_true', condition)) } }
  },
})
