import type { RuleReport } from '#core/report.ts'

const exact = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 })

/** Says whether a rule held in a run: the share of good rows reaches what it asks for. */
export const holds = ({ evaluated, failed }: Pick<RuleReport, 'evaluated' | 'failed'>, mostly: number): boolean =>
  evaluated === 0 || (evaluated - failed) / evaluated >= mostly

/** What a rule on the whole saw, in a few words. */
export const observedText = (observed: unknown): string => {
  if (observed === null || observed === undefined) return 'nothing'
  if (typeof observed === 'number' || typeof observed === 'bigint') return exact.format(observed)
  if (Array.isArray(observed)) return observed.length === 0 ? 'none' : observed.map(observedText).join(', ')
  return typeof observed === 'object' ? JSON.stringify(observed) : String(observed)
}

/** A share in percent; what is not nothing is never shown as nothing. */
export const percent = (part: number, whole: number): string => {
  if (part === 0 || whole === 0) return '0 %'
  const share = (part / whole) * 100
  return share < 0.01 ? '< 0.01 %' : `${share.toFixed(2)} %`
}
