import { html, type Markup } from '../markup.ts'
import { counted } from '../numbers.ts'
import { shown } from '../sample-line.ts'
import type { QualityCell, QualityRule, QualitySample } from '../types.ts'

/** More columns than this are too wide to be read; the bad ones are always there. */
const mostColumns = 8

/** Rows that break a rule, under its line. */
export const samplesRow = (rule: QualityRule): Markup | null => {
  const [first] = rule.samples
  if (first === undefined) return null
  const columns = chosen(rule.samples)
  const left = first.cells.length - columns.length
  const all = rule.failed === rule.samples.length
  return html`
<tr class="samples"><td colspan="8"><details open><summary>${all ? '' : 'First '}${counted(rule.samples.length, 'row that breaks', 'rows that break')} it${left > 0 ? `, ${counted(left, 'other column')} left out` : ''}</summary>
<div class="rows scroll"><table><thead><tr>${columns.map(i => html`<th><div>${first.cells[i]!.column}</div></th>`)}<th>reason</th></tr></thead>
<tbody>${rule.samples.map(sample => sampleRow(sample, columns, rule))}</tbody></table></div></details></td></tr>`
}

/** The bad columns and, up to a number, the first others, in their order. */
const chosen = (samples: readonly QualitySample[]): readonly number[] => {
  const cells = samples[0]!.cells
  const bad = new Set(samples.flatMap(sample => sample.cells.flatMap((cell, i) => (cell.bad ? [i] : []))))
  let room = mostColumns - bad.size
  return [...cells.keys()].filter(i => {
    if (bad.has(i)) return true
    room -= 1
    return room >= 0
  })
}

const sampleRow = ({ cells, reason }: QualitySample, columns: readonly number[], rule: QualityRule): Markup => html`
<tr class="${rule.severity}">${columns.map(i => cellMarkup(cells[i]))}<td class="reason">${reason}</td></tr>`

const cellMarkup = (cell: QualityCell | undefined): Markup =>
  html`<td${cell?.bad ? html` class="bad"` : ''}><div>${valueMarkup(cell?.value ?? null)}</div></td>`

const valueMarkup = (value: unknown): Markup =>
  value === null
    ? html`<span class="null">null</span>`
    : value === ''
      ? html`<span class="null">empty text</span>`
      : html`${shown(value)}`
