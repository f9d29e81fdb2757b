import type { DescribedColumn, Finding } from '#core/source/description.ts'
import type { Fit, Tried } from './typed.ts'
import { number, quoted } from './words.ts'

/** Of a row, by its index: the line that it stands in. */
export type LineOf = (row: number) => number

const misfitText = ({ misfit }: Fit, lineOf: LineOf): string =>
  misfit === null ? '' : `, first that is not: line ${number(lineOf(misfit.row))} ${quoted(misfit.text)}`

export const fitText = (fit: Fit, lineOf: LineOf): string =>
  `${fit.type} in ${number(fit.fitting)} of ${number(fit.cells)}${misfitText(fit, lineOf)}`

/** What speaks for a column's type: how many of its first cells are values of it, or how near they are to a narrower one. */
export const typeEvidence = ({ fit, others }: Tried, lineOf: LineOf): string => {
  if (fit.cells === 0) return 'no cell has a value'
  if (fit.type !== 'VARCHAR') return fitText(fit, lineOf)
  const near = others.reduce<Fit | null>((best, each) => (each.fitting > (best?.fitting ?? 0) ? each : best), null)
  return near === null ? `none of ${number(fit.cells)} is a number, date or boolean` : fitText(near, lineOf)
}

const formatSetting = (type: string): 'dateFormat' | 'timestampFormat' =>
  type === 'DATE' ? 'dateFormat' : 'timestampFormat'

/** What speaks for the formats of dates: how many cells of each column each of them reads. */
export const formatFinding = (
  setting: 'dateFormat' | 'timestampFormat',
  given: string | null,
  columns: readonly DescribedColumn[],
  tried: readonly Tried[],
): Finding | null => {
  const asked = columns.flatMap((column, i) =>
    tried[i] && /^(DATE|TIMESTAMP)$/.test(column.type) && formatSetting(column.type) === setting
      ? [{ name: column.name, ...tried[i] }]
      : [],
  )
  if (asked.length === 0 && given === null) return null
  const options = new Map<string, string[]>()
  for (const { name, others } of asked)
    for (const { format, fitting, cells } of others) {
      if (format === null || fitting === 0) continue
      options.set(format, [...(options.get(format) ?? []), `\`${name}\`: ${number(fitting)} of ${number(cells)}`])
    }
  const found = [...new Set(asked.map(({ fit }) => fit.format ?? 'ISO 8601'))]
  return {
    setting,
    label: setting === 'dateFormat' ? 'Date format' : 'Time format',
    value: given ?? found.join(', '),
    given: given !== null,
    evidence: asked
      .slice(0, 4)
      .map(
        ({ name, fit }) =>
          `\`${name}\`: ${fit.format ?? 'ISO 8601'} reads ${number(fit.fitting)} of ${number(fit.cells)}`,
      ),
    options: [...options].map(([value, said]) => ({ value, label: value, evidence: said.slice(0, 3).join(', ') })),
  }
}
