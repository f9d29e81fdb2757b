import type { NodeKind } from '#core/node/kind.ts'
import { defineNode, z } from '#core/node/settings.ts'
import { column, flag, literal, op, where } from '#core/relation/build.ts'
import { slotColumns, slotsOf } from '#core/relation/slots.ts'

const settings = z.strictObject({})

/** A small validator over columns `id` and `amount`: what a page needs of one, without the rules themselves. */
const validator = defineNode<z.infer<typeof settings>>({
  kind: 'test.validator',
  version: 1,
  group: 'validators',
  title: 'Check',
  summary: 'Flags negative amounts and odd ids.',
  aliases: [],
  settings,
  inputs: () => [{ name: 'in' }],
  outputs: () => [{ name: 'out' }, { name: 'pass' }, { name: 'reject', role: 'reject' }],
  describe: () => '',
  compile: (_, context) => {
    const body = flag({
      input: context.input('in'),
      validator: context.node,
      bits: [
        { violation: op('<', column('amount'), literal(0)), skip: null, failure: null },
        { violation: op('=', op('%', column('id'), literal(2)), literal(1)), skip: null, failure: null },
      ],
      detail: null,
      extras: true,
      columns: null,
    })
    const mask = column(slotColumns(slotsOf(body).length - 1).flags)
    const rejected = op('<>', op('&', mask, literal(1)), literal(0))
    return {
      body,
      ports: { out: where(body, literal(true)), pass: where(body, op('not', rejected)), reject: where(body, rejected) },
      flags: [
        {
          rule: 'positive',
          kind: 'range',
          columns: ['amount'],
          severity: 'error',
          message: '{column} is {value}, below 0',
          dimension: 'validity',
        },
        {
          rule: 'even',
          kind: 'expression',
          columns: ['id'],
          severity: 'warning',
          message: 'An odd id (`{value}`)',
          dimension: 'validity',
        },
      ],
    }
  },
})

export const checked: readonly [string, NodeKind] = [validator.kind, validator as NodeKind]
