import { field, z } from '../../node/settings.ts'
import { any, call, cases, cast, column, literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Column } from '../../relation/relation.ts'
import { eachCell, named, textOf } from '../cells.ts'
import { defineRule, type RuleContext } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { familyOf } from '../values.ts'

const settings = ruleSettings('precision', {
  digits: field(z.int().min(1).max(38).nullable().default(null), {
    label: 'Digits',
    help: 'Most digits in all; zeros before and after the number do not count.',
    widget: 'number',
  }),
  decimals: field(z.int().min(0).max(38).nullable().default(null), {
    label: 'After the point',
    help: 'Most digits after the point; zeros at the end do not count.',
    widget: 'number',
  }),
})

interface Precision {
  readonly digits: number | null
  readonly decimals: number | null
}

/** A number in plain digits; binary ones may be written with an exponent, whose sign says where their digits are. */
const written = (of: Column): Expression => {
  const text = textOf(of)
  if (!['DOUBLE', 'FLOAT'].includes(of.type)) return text
  const plain = (type: string) => call('coalesce', cast(cast(column(of.name), type, { safe: true }), 'VARCHAR'), text)
  return cases(
    [
      { when: call('contains', text, literal('e-')), result: plain('DECIMAL(38,37)') },
      { when: call('contains', text, literal('e+')), result: plain('DECIMAL(38,0)') },
    ],
    text,
  )
}

/**
 * Numbers in plain digits that are within the limits, and some texts without a digit: for each count of digits after the point that are
 * not zeros at the end, what is left for those before it.
 */
const patternOf = ({ digits, decimals }: Precision): string => {
  if (digits === null) return `[+-]?[0-9]*(?:\\.[0-9]{0,${decimals}}0*)?`
  const counts = Array.from({ length: Math.min(digits, decimals ?? digits) + 1 }, (_, count) => count)
  const parts = counts.map(count => `[0-9]{0,${digits - count}}${count === 0 ? '(?:\\.0*)?' : `\\.[0-9]{${count}}0*`}`)
  return `[+-]?0*(?:${parts.join('|')})`
}

const withoutDigit = op('list', ...['', '.', '+', '-', '+.', '-.'].map(each => literal(each)))

/** Whether the type itself keeps the limits. */
const isKept = ({ digits, decimals }: Precision, type: string): boolean => {
  const [, width, scale] = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(type.toUpperCase()) ?? []
  if (width === undefined) return false
  return (digits === null || Number(width) <= digits) && (decimals === null || Number(scale) <= decimals)
}

const violation = (rule: Precision, of: Column): Expression => {
  if (isKept(rule, of.type)) return literal(false)
  const text = written(of)
  const beyond = op('not', call('regexp_full_match', text, literal(patternOf(rule))))
  return familyOf(of.type) === 'number' ? beyond : any([beyond, call('list_contains', withoutDigit, text)])
}

const nothing = (context: RuleContext): readonly [] => {
  context.report({
    code: 'E-SETTING',
    severity: 'error',
    setting: 'digits',
    message: 'The rule has no number of digits to compare with.',
    hint: 'set `digits`, `decimals` or both',
  })
  return []
}

const bounds = ({ digits, decimals }: Precision): string =>
  [
    ...(digits === null ? [] : [`at most ${digits} digits`]),
    ...(decimals === null ? [] : [`at most ${decimals} after the point`]),
  ].join(', ')

export const precision = defineRule({
  kind: 'precision',
  title: 'Precision',
  summary: 'Numbers have no more digits than allowed, in all and after the point.',
  dimension: 'validity',
  flags: 'cell',
  aliases: ['scale', 'decimal places', 'digits', 'DECIMAL(p,s)'],
  suits: ['number'],
  settings,
  help: `Flags numbers with more digits than allowed, in all or after the point, and texts that are no numbers in plain digits. Zeros at the end of a fraction do not
count, nor zeros before the first other digit of a whole number.

\`"digits": 5, "decimals": 2\`

| price | |
| --- | --- |
| 999.99 | |
| 1.505 | flagged |
| 123456 | flagged |
| *null* | not judged |`,
  describe: rule => `${named(rule)} ${bounds(rule)}`,
  message: rule => `{column} should have ${bounds(rule)}: {value}`,
  compile: (rule, context) => {
    if (rule.digits === null && rule.decimals === null) return nothing(context)
    return eachCell(rule, context, of => violation(rule, of))
  },
})
