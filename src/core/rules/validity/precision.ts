import { field, z } from '../../node/settings.ts'
import { any, call, cases, cast, column, literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Column } from '../../relation/relation.ts'
import { eachCell, named, textOf } from '../cells.ts'
import { defineRule, type RuleContext } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { familyOf } from '../values.ts'

const settings = ruleSettings('precision', {
  digits: field(z.int().min(1).max(100).nullable().default(null), {
    label: 'Digits',
    help: 'Most digits in all; zeros before and after the number do not count.',
    widget: 'number',
  }),
  decimals: field(z.int().min(0).max(100).nullable().default(null), {
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

/** A plain number with at most so many digits after its point, zeros at the end aside. */
const patternOf = (decimals: number | null): string => {
  if (decimals === null) return '[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)'
  const led = decimals === 0 ? '\\.0+' : `\\.[0-9]{1,${decimals}}0*`
  return `[+-]?(?:[0-9]+(?:\\.[0-9]{0,${decimals}}0*)?|${led})`
}

/** Digits from the first that is no zero to the last after the point that is none. */
const countDigits = (text: Expression): Expression => {
  const bare = call('ltrim', text, literal('+-0'))
  const fraction = call('replace', call('rtrim', bare, literal('0')), literal('.'), literal(''))
  return call('strlen', cases([{ when: call('contains', bare, literal('.')), result: fraction }], bare))
}

const whole = /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/

const violation = ({ digits, decimals }: Precision, of: Column): Expression => {
  const text = written(of)
  const isExact = familyOf(of.type) === 'number' && !['DOUBLE', 'FLOAT'].includes(of.type)
  const plain = whole.test(of.type) || (isExact && decimals === null)
  return any([
    ...(plain ? [] : [op('not', call('regexp_full_match', text, literal(patternOf(decimals))))]),
    ...(digits === null ? [] : [op('>', countDigits(text), literal(digits))]),
  ])
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
