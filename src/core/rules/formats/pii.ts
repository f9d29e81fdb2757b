import { all, any, call, cases, cast, lambda, literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { RuleContext } from '../rule.ts'
import { ibanPattern, ibanRest } from './iban.ts'
import { ipv4Pattern } from './internet.ts'
import { luhnRest } from './luhn.ts'

/** Finds personal data anywhere in a text. */
export interface Detector {
  readonly label: string
  /** What is true of a text that holds some. */
  found(text: Expression, context: Pick<RuleContext, 'once'>): Expression
}

const has = (text: Expression, pattern: string): Expression => call('regexp_matches', text, literal(pattern))

/** What a pattern finds in a text is sound or not; few texts hold what a quicker pattern says to look at. */
interface Candidates {
  readonly quick: string
  readonly pattern: string
  sound(parts: Expression): Expression
}

const someSound = (
  text: Expression,
  { quick, pattern, sound }: Candidates,
  { once }: Pick<RuleContext, 'once'>,
): Expression => {
  const found = call('regexp_extract_all', text, literal(pattern))
  const parts = once(cases([{ when: has(text, quick), result: found }]))
  return cases(
    [{ when: op('is_not_null', parts), result: op('is_true', call('list_bool_or', sound(parts))) }],
    literal(false),
  )
}

const each = (list: Expression, to: (entry: Expression) => Expression): Expression =>
  call('list_transform', list, lambda('each', to))

const bare = (text: Expression): Expression => call('translate', text, literal(' -'), literal(''))

const card: Candidates = {
  quick: '[0-9](?:[ -]?[0-9]){12}',
  pattern: '\\b[2-6][0-9]{3}(?:[ -]?[0-9]){9,15}\\b',
  sound: parts =>
    each(
      each(parts, entry => cast(bare(entry), 'UBIGINT', { safe: true })),
      number => op('=', luhnRest(number), literal(0)),
    ),
}

const iban: Candidates = {
  quick: '[A-Z]{2}[0-9]{2} ?[A-Z0-9]{4}',
  pattern: '\\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\\b',
  sound: parts => {
    // what stands behind an IBAN may look like a part of it
    const known = each(parts, entry => call('regexp_extract', bare(entry), literal(`^(?:${ibanPattern})`)))
    return each(known, entry =>
      op(
        '=',
        ibanRest(entry, same => same),
        literal(1),
      ),
    )
  },
}

const phone = [
  '(?:^|[^0-9A-Za-z])\\+[1-9](?:[ .()/-]{0,2}[0-9]){6,14}(?:$|[^0-9])',
  '(?:^|[^0-9+])(?:\\([2-9][0-9]{2}\\) ?|[2-9][0-9]{2}[ .-])[2-9][0-9]{2}[ .-][0-9]{4}(?:$|[^0-9])',
].join('|')

const area = '(?:00[1-9]|0[1-9][0-9]|[1-578][0-9]{2}|6[0-57-9][0-9]|66[0-57-9])'
const serial = '(?:000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})'
const ssn = `(?:^|[^0-9-])${area}-(?:0[1-9]|[1-9][0-9])-${serial}(?:$|[^0-9-])`

const email = '[a-zA-Z0-9._%+-]@[a-zA-Z0-9-]+(?:\\.[a-zA-Z0-9-]+)*\\.[a-zA-Z]{2}'

const detectorList = {
  email: {
    label: 'Email address',
    found: text => all([call('contains', text, literal('@')), has(text, email)]),
  },
  phone: { label: 'Phone number', found: text => has(text, phone) },
  iban: { label: 'IBAN', found: (text, context) => someSound(text, iban, context) },
  card: { label: 'Card number', found: (text, context) => someSound(text, card, context) },
  ipv4: {
    label: 'IPv4 address',
    found: text => has(text, `(?:^|[^0-9.])${ipv4Pattern}(?:$|[^0-9.]|\\.(?:$|[^0-9]))`),
  },
  us_ssn: { label: 'US social security number', found: text => has(text, ssn) },
} as const satisfies Readonly<Record<string, Detector>>

export type DetectorName = keyof typeof detectorList

export const detectors: Readonly<Record<DetectorName, Detector>> = detectorList

export const detectorNames = Object.keys(detectorList) as [DetectorName, ...DetectorName[]]

/** What is true of a text that holds what one of some detectors finds. */
export const holdsPii = (
  text: Expression,
  names: readonly DetectorName[],
  context: Pick<RuleContext, 'once'>,
): Expression => any(names.map(name => detectors[name].found(text, context)))
