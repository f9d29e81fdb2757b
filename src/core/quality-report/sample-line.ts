import type { QualitySample } from './types.ts'

/** A cell's value as text: null as `null`, and what is nested as JSON. */
export const shown = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null'))

/** What a rule on the whole observed: a long fraction in six digits, a list with commas. */
export const observedText = (value: unknown): string => {
  if (typeof value === 'number') return String(Number.isInteger(value) ? value : Number(value.toPrecision(6)))
  return Array.isArray(value) ? value.map(observedText).join(', ') : shown(value)
}

/** A sampled row in one line: its reason, then its cells. */
export const sampleLine = ({ reason, cells }: QualitySample): string =>
  `- ${reason} | ${cells.map(({ column, value, bad }) => `${bad ? '*' : ''}${column}=${shown(value)}`).join(', ')}`
