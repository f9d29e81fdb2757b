import { field, z } from '../../node/settings.ts'

/** Bounds of a number that is one for all rows. */
export const numberBounds = {
  min: field(z.number().nullable().default(null), {
    label: 'At least',
    help: 'The smallest value allowed; empty for no bound.',
    widget: 'number',
  }),
  max: field(z.number().nullable().default(null), {
    label: 'At most',
    help: 'The largest value allowed; empty for no bound.',
    widget: 'number',
  }),
}

const valueBound = z.union([z.number(), z.string()]).nullable().default(null)

/** Bounds of a value of any type that has an order. */
export const valueBounds = {
  min: field(valueBound, {
    label: 'At least',
    help: 'The smallest value allowed; empty for no bound.',
    widget: 'bound',
  }),
  max: field(valueBound, { label: 'At most', help: 'The largest value allowed; empty for no bound.', widget: 'bound' }),
}

/** Whether the bounds themselves are out. */
export const strictness = {
  minStrict: field(z.boolean().default(false), {
    label: 'More than',
    help: 'The lower bound itself is out.',
    widget: 'toggle',
  }),
  maxStrict: field(z.boolean().default(false), {
    label: 'Less than',
    help: 'The upper bound itself is out.',
    widget: 'toggle',
  }),
}

export interface Bounds {
  readonly min: number | string | null
  readonly max: number | string | null
  readonly minStrict: boolean
  readonly maxStrict: boolean
}

/** The bounds in words; with neither, the value is observed alone. */
export const between = ({ min, max, minStrict, maxStrict }: Bounds): string =>
  [
    min === null ? null : `${minStrict ? 'more than' : 'at least'} ${min}`,
    max === null ? null : `${maxStrict ? 'less than' : 'at most'} ${max}`,
  ]
    .filter(part => part !== null)
    .join(' and ') || 'of any size'
