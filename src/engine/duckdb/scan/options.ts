import type { ScanOption } from '#core/relation/relation.ts'
import { printOption } from '#core/sql/option.ts'
import { functionName } from '#core/sql/quote.ts'

/** A table function's named arguments, each after a comma; what is undefined is left out. */
export const printOptions = (options: Readonly<Record<string, ScanOption | undefined>>): string =>
  Object.entries(options)
    .filter((entry): entry is [string, ScanOption] => entry[1] !== undefined)
    .map(([key, value]) => `, ${functionName(key)} = ${printOption(value)}`)
    .join('')
