import { wholeValue } from './edges.ts'
import { shapeOf } from './shape.ts'
import type { ProfileValue } from './types.ts'

const floating: Readonly<Record<string, string>> = { nan: 'NaN', inf: 'Infinity', '-inf': '-Infinity' }

/** A value that was cast to text, as JSON holds it: as a page would show it. */
export const valueFromText = (text: string, type: string): ProfileValue => {
  switch (shapeOf(type)) {
    case 'boolean':
      return text === 'true'
    case 'number':
      if (type.startsWith('DECIMAL')) return text
      if (type === 'DOUBLE' || type === 'FLOAT') return floating[text] ?? Number(text)
      return wholeValue(BigInt(text))
    case 'date':
      return text.replace(' ', 'T').replace(/\+00$/, 'Z')
    default:
      return text
  }
}
