import { any, cast, column, literal, op } from '../../relation/build.ts'
import { familyOf } from '../values.ts'
import { type Format, isWhole } from './format.ts'

const degrees = (label: string, name: string, most: number): Format => ({
  label,
  name,
  violation: (text, of) => {
    const isNumber = familyOf(of.type) === 'number'
    const value = isNumber ? column(of.name) : cast(text, 'DOUBLE', { safe: true })
    const beyond = [op('<', value, literal(-most)), op('>', value, literal(most))]
    return any(isNumber ? beyond : [op('not', isWhole(text, '[+-]?[0-9]{1,3}(?:\\.[0-9]*)?')), ...beyond])
  },
})

export const places = {
  latitude: degrees('Latitude', 'a latitude', 90),
  longitude: degrees('Longitude', 'a longitude', 180),
} as const
