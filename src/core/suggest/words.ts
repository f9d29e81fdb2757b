import { count, counted } from '../quality-report/numbers.ts'
import type { RuleOutcome } from './types.ts'

const told = 3

/** Some values as they stand in a sentence. */
export const quoted = (values: readonly string[]): string =>
  values
    .slice(0, told)
    .map(value => `\`${value}\``)
    .join(', ')

const ofOne: Readonly<Record<string, string>> = {
  are: 'is',
  have: 'has',
  stand: 'stands',
  hold: 'holds',
  write: 'writes',
}

/** `have spaces` said of so many. */
export const saidOf = (what: string, times: number): string =>
  times === 1 ? what.replace(/^\w+/, verb => ofOne[verb] ?? verb) : what

/** `are numbers` denied of so many. */
const denied = (what: string, times: number): string => {
  const [verb] = what.split(' ')
  if (verb === 'are') return times === 1 ? 'is not' : 'are not'
  return times === 1 ? 'does not' : 'do not'
}

/** `9,981 of 10,000 values are numbers; 19 are not, such as …`, or `All 10,000 values are numbers.` */
export const heldBy = ({ judged, failed, examples }: RuleOutcome, what: string): string => {
  if (failed === 0) return `All ${counted(judged, 'value')} ${what}.`
  const such = examples.length > 0 ? `, such as ${quoted(examples)}` : ''
  return `${count(judged - failed)} of ${counted(judged, 'value')} ${what}; ${count(failed)} ${denied(what, failed)}${such}.`
}
