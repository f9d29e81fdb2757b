import type { FlagReason, NodeKind } from '#core/node/kind.ts'
import { defineNode, z } from '#core/node/settings.ts'
import { call, column, flag, literal, op } from '#core/relation/build.ts'
import { ruleSeverities } from '#core/rules/types.ts'

const settings = z.strictObject({ bits: z.number() })

/** What bit i of the kind below means: two bits a rule, columns and severities in turn. */
export const reasonAt = (i: number): FlagReason => ({
  rule: `r${Math.floor(i / 2)}`,
  kind: 'range',
  columns: i % 5 === 0 ? ['a', 'b'] : [['a', 'b', 'gone'][i % 3]!],
  severity: ruleSeverities[Math.floor(i / 2) % 4]!,
  message: `{column} breaks ${i}`,
  dimension: 'validity',
})

/** A validator whose column `marks` says what becomes of each bit: `1` flagged, `s` skipped, `e` not evaluated for an error. */
const validator = defineNode<z.infer<typeof settings>>({
  kind: 'test.marked',
  version: 1,
  group: 'validators',
  title: 'Marked',
  summary: 'Flags what its column says.',
  aliases: [],
  settings,
  inputs: () => [{ name: 'in' }],
  outputs: () => [{ name: 'out' }, { name: 'none' }],
  describe: () => '',
  compile: ({ bits }, context) => {
    const says = (i: number, letter: string) =>
      op('=', call('substr', column('marks'), literal(i + 1), literal(1)), literal(letter))
    const body = flag({
      input: context.input('in'),
      validator: context.node,
      bits: Array.from({ length: bits }, (_, i) => ({
        violation: says(i, '1'),
        skip: says(i, 's'),
        failure: says(i, 'e'),
      })),
      detail: null,
      extras: true,
      columns: null,
    })
    return { body, ports: { out: body, none: body }, flags: Array.from({ length: bits }, (_, i) => reasonAt(i)) }
  },
})

export const marked: readonly [string, NodeKind] = [validator.kind, validator as NodeKind]
