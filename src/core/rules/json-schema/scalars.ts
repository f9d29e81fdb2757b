import { all, call, literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import { type FormatName, formats } from '../formats/index.ts'
import { patternFault } from '../re2.ts'
import { leavesRest } from '../validity/multiple-of.ts'
import { asNumber, asText, hasType, isNumber, type Keyword, refuse, type Value } from './scope.ts'

const ofNumbers =
  (keyword: string, violation: (number: Expression, limit: number) => Expression): Keyword =>
  (setting, value, scope) =>
    typeof setting === 'number'
      ? all([isNumber(value), violation(asNumber(value), setting)])
      : refuse(scope, keyword, 'a number')

const bound = (keyword: string, sign: '<' | '>', exclusive: string): Keyword => {
  const least = ofNumbers(keyword, (number, limit) => op(sign, number, literal(limit, 'DOUBLE')))
  const strict = ofNumbers(keyword, (number, limit) => op(sign === '<' ? '<=' : '>=', number, literal(limit, 'DOUBLE')))
  // draft 4 has the strictness of a bound beside it
  return (setting, value, scope, schema) => (schema[exclusive] === true ? strict : least)(setting, value, scope, schema)
}

const exclusive = (keyword: string, sign: '<=' | '>='): Keyword => {
  const judge = ofNumbers(keyword, (number, limit) => op(sign, number, literal(limit, 'DOUBLE')))
  return (setting, ...rest) => (typeof setting === 'boolean' ? null : judge(setting, ...rest))
}

const length =
  (keyword: string, sign: '<' | '>'): Keyword =>
  (setting, value, scope) =>
    Number.isInteger(setting)
      ? all([hasType(value, 'VARCHAR'), op(sign, call('length', asText(value)), literal(setting as number))])
      : refuse(scope, keyword, 'a whole number')

const ofTexts = (value: Value, violation: (text: Expression) => Expression): Expression =>
  all([hasType(value, 'VARCHAR'), violation(asText(value))])

const pattern: Keyword = (setting, value, scope) => {
  if (typeof setting !== 'string') return refuse(scope, 'pattern', 'a text')
  const fault = patternFault(setting)
  if (fault !== null) {
    scope.report(`the pattern \`${setting}\` cannot be used: ${fault.message}`)
    return null
  }
  return ofTexts(value, text => op('not', call('regexp_matches', text, literal(setting))))
}

const known: Readonly<Record<string, FormatName>> = {
  email: 'email',
  uri: 'url',
  uuid: 'uuid',
  ipv4: 'ipv4',
  ipv6: 'ipv6',
  hostname: 'hostname',
  date: 'date',
  'date-time': 'datetime',
}

const format: Keyword = (setting, value, scope) => {
  const name = known[String(setting)]
  if (name === undefined) return refuse(scope, 'format', `one of ${Object.keys(known).join(', ')}, to be judged`)
  const of = { name: '', type: 'VARCHAR' }
  return ofTexts(value, text => formats[name].violation(text, of, scope))
}

/** What numbers and texts are held against; values of other types break none of these. */
export const scalarKeywords: Readonly<Record<string, Keyword>> = {
  minimum: bound('minimum', '<', 'exclusiveMinimum'),
  maximum: bound('maximum', '>', 'exclusiveMaximum'),
  exclusiveMinimum: exclusive('exclusiveMinimum', '<='),
  exclusiveMaximum: exclusive('exclusiveMaximum', '>='),
  multipleOf: ofNumbers('multipleOf', leavesRest),
  minLength: length('minLength', '<'),
  maxLength: length('maxLength', '>'),
  pattern,
  format,
}
