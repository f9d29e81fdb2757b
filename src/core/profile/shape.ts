import type { ColumnShape } from './types.ts'

const shapes: readonly (readonly [RegExp, ColumnShape])[] = [
  [/^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$|^DECIMAL\([\d, ]+\)$|^(DOUBLE|FLOAT)$/, 'number'],
  [/^DATE$|^TIMESTAMP(_S|_MS|_NS|TZ| WITH TIME ZONE)?$/, 'date'],
  [/^BOOLEAN$/, 'boolean'],
  [/^VARCHAR$|^ENUM\(.*\)$/, 'text'],
]

/** What values of a type are taken for; lists, structs and all that is not known are `other`. */
export const shapeOf = (type: string): ColumnShape => shapes.find(([pattern]) => pattern.test(type))?.[1] ?? 'other'

/** Whether a type has values that are not finite. */
export const isFloating = (type: string): boolean => type === 'DOUBLE' || type === 'FLOAT'

/** Whether `other` values of a type have a smallest and a largest one that say something. */
export const isOrderedType = (type: string): boolean =>
  /^(TIME\b|TIMETZ|UUID|INTERVAL)/.test(type) && !type.endsWith(']')
