import type { ScanOption } from '#core/relation/relation.ts'
import { functionName, quoteLiteral } from '#core/sql/quote.ts'

const print = (value: ScanOption): string => {
  if (Array.isArray(value)) return `[${value.map(quoteLiteral).join(', ')}]`
  if (typeof value === 'string') return quoteLiteral(value)
  if (value === null || typeof value !== 'object') return String(value)
  return `{${Object.entries(value)
    .map(([key, text]) => `${quoteLiteral(key)}: ${quoteLiteral(text)}`)
    .join(', ')}}`
}

/** A table function's named arguments, each after a comma; what is undefined is left out. */
export const printOptions = (options: Readonly<Record<string, ScanOption | undefined>>): string =>
  Object.entries(options)
    .filter((entry): entry is [string, ScanOption] => entry[1] !== undefined)
    .map(([key, value]) => `, ${functionName(key)} = ${print(value)}`)
    .join('')
