import { literal } from '../../relation/build.ts'
import { familyOf, numberLiteral, type Typed, typeOfNumber } from '../values.ts'

/** A setting's value, to be compared with values of a type: beside numbers, a text that is a number counts as one. */
export const constantBeside = (value: number | string | boolean, type: string): Typed => {
  if (typeof value === 'boolean') return { expression: literal(value), type: 'BOOLEAN' }
  const number = typeof value === 'number' || familyOf(type) === 'number' ? numberLiteral(value) : null
  if (number === null) return { expression: literal(value), type: 'VARCHAR' }
  return { expression: number, type: typeOfNumber(value) }
}
