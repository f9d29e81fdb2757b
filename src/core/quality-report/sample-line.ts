import type { QualitySample } from './types.ts'

/** A cell's value as text: null as `null`, and what is nested as JSON. */
export const shown = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null'))

/** A sampled row in one line: its reason, then its cells. */
export const sampleLine = ({ reason, cells }: QualitySample): string =>
  `- ${reason} | ${cells.map(({ column, value, bad }) => `${bad ? '*' : ''}${column}=${shown(value)}`).join(', ')}`
