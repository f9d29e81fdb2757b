import { shownText } from '../grid/cell-text.ts'
import type { ProfiledColumn } from './use-port.ts'

export type Figure = NonNullable<ProfiledColumn['min']>
export type Histogram = NonNullable<ProfiledColumn['histogram']>

const exact = new Intl.NumberFormat('en-US')
const precise = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 })
const one = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })

export const countText = (count: number): string => exact.format(count)

/** A share of the whole in percent: what is not nothing never reads as 0 %, nor what is not all as 100 %. */
export const shareText = (part: number, whole: number): string => {
  if (whole === 0 || part === 0) return '0 %'
  if (part === whole) return '100 %'
  const share = (100 * part) / whole
  return share < 0.1 ? '< 0.1 %' : share > 99.9 ? '> 99.9 %' : `${one.format(share)} %`
}

/** A figure as it is read: numbers in groups, times apart from their day. */
export const figureText = (figure: Figure, type: string): string =>
  typeof figure === 'number' ? precise.format(figure) : shownText(figure, type)

/** A value as it stands in a list: an empty text is seen. */
export const valueText = (value: Figure, type: string): string =>
  value === '' ? 'empty text' : typeof value === 'number' ? String(value) : shownText(value, type)

/** What a part of a histogram counts, in words. */
export const partText = ({ of, edges }: Histogram, part: number, type: string): string => {
  const text = (edge: Figure | undefined) => (edge === undefined ? '' : figureText(edge, type))
  const [low, high] = [edges[part], edges[part + 1]]
  const unit = of === 'length' ? ' characters' : ''
  const next = typeof low === 'number' && typeof high === 'number' && Number.isInteger(low) && low + 1 === high
  if (low === high || typeof high === 'boolean' || (next && edges[0] === edges[1])) return `${text(high)}${unit}`
  return part === 0 ? `${text(low)} to ${text(high)}${unit}` : `over ${text(low)} to ${text(high)}${unit}`
}
