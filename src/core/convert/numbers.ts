import { call, cases, literal, op } from '../relation/build.ts'
import type { Expression } from '../relation/expression.ts'
import { quotePattern } from '../rules/re2.ts'

/** How numbers are written in texts. */
export interface NumberFormat {
  readonly decimal: string
  readonly thousands: string | null
  /** Groups of three digits; or of two digits, but for the last three. */
  readonly grouping: 'three' | 'indian'
  /** Words and signs that may stand before or after a number. */
  readonly units: readonly string[]
  /** Whether a percent sign may follow, and divides by 100. */
  readonly percent: boolean
}

/** As SQL writes numbers. */
export const plainNumbers: NumberFormat = {
  decimal: '.',
  thousands: null,
  grouping: 'three',
  units: [],
  percent: false,
}

/** Whether texts hold more than digits, a decimal sign and an exponent. */
export const isWritten = ({ thousands, units, percent }: NumberFormat): boolean =>
  thousands !== null || units.length > 0 || percent

const spaces = '[\\s\\x{a0}\\x{202f}]*'

/** A space that groups digits may be any that does not break a line. */
const signs = (thousands: string): string => (/^\s$/.test(thousands) ? '[ \\x{a0}\\x{202f}]' : quotePattern(thousands))

const wholes = ({ thousands, grouping }: NumberFormat): string => {
  if (thousands === null) return '[0-9]*'
  const sign = signs(thousands)
  const groups =
    grouping === 'three' ? `[0-9]{1,3}(?:${sign}[0-9]{3})+` : `[0-9]{1,2}(?:${sign}[0-9]{2})*${sign}[0-9]{3}`
  return `(?:[0-9]*|${groups})`
}

const unitOf = ({ units }: NumberFormat): string =>
  units.length === 0 ? '' : `(?:${units.map(quotePattern).join('|')})?`

/** A number's text with a point, without signs of thousands, units and spaces; null where it is not written so. */
export const plainNumber = (text: Expression, format: NumberFormat): Expression => {
  const { decimal, thousands, percent } = format
  const unit = unitOf(format)
  const number = `(${wholes(format)})((?:${quotePattern(decimal)}[0-9]*)?)`
  const before = `^${spaces}([+-]?)${unit}${spaces}([+-]?)${number}`
  const after = `${spaces}${unit}${spaces}$`
  const pattern = `${before}((?:[eE][+-]?[0-9]+)?)${after}`
  const part = (of: string, index: number) => call('regexp_extract', text, literal(of), literal(index))
  const digits = (of: string): Expression =>
    thousands === null
      ? part(of, 3)
      : call('regexp_replace', part(of, 3), literal(signs(thousands)), literal(''), literal('g'))
  const fraction = (of: string): Expression =>
    decimal === '.' ? part(of, 4) : call('replace', part(of, 4), literal(decimal), literal('.'))
  const plain = (of: string, exponent: Expression): Expression =>
    op('||', part(of, 1), part(of, 2), digits(of), fraction(of), exponent)
  const matches = (of: string): Expression => call('regexp_matches', text, literal(of))
  const shares = `${before}${spaces}%${spaces}$`
  return cases([
    { when: matches(pattern), result: plain(pattern, part(pattern, 5)) },
    // as an exponent, which is exact; with a point, as a whole type would round what has none
    ...(percent
      ? [
          {
            when: matches(shares),
            result: plain(
              shares,
              cases([{ when: op('=', part(shares, 4), literal('')), result: literal('.e-2') }], literal('e-2')),
            ),
          },
        ]
      : []),
  ])
}
