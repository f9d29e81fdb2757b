import type { TrendPoint } from '../../history.ts'
import { html, type Markup } from '../markup.ts'
import { count, counted, moment, percent } from '../numbers.ts'
import type { QualityDocument } from '../types.ts'

const width = 520
const height = 120
const mostRuns = 30

const place = (n: number): string => String(Number(n.toFixed(2)))

const ended: { readonly [status in TrendPoint['status']]: string } = {
  succeeded: '',
  gated: ', stopped',
  failed: ', failed',
  cancelled: ', cancelled',
}

const told = (run: TrendPoint): string =>
  `${moment(run.startedAt)}: score ${percent(run.score)}, ${counted(run.flaggedRows, 'flagged row')}${ended[run.status]}`

const xOf = (i: number, runs: number): number => (runs < 2 ? width / 2 : (i / (runs - 1)) * width)

/** The lowest score that a plot shows: a little under the worst, so that a fall can be seen. */
const floorOf = (scores: readonly number[]): number => {
  const lowest = Math.min(...scores)
  return Math.max(0, Math.floor((lowest - 0.02) * 20) / 20)
}

const classOf = (run: TrendPoint, now: string): string =>
  `${run.status === 'succeeded' ? '' : ' stopped'}${run.id === now ? ' now' : ''}`

const scorePlot = (runs: readonly TrendPoint[], now: string): Markup => {
  const floor = floorOf(runs.map(run => run.score))
  const yOf = (score: number) => (1 - (score - floor) / (1 - floor)) * height
  const points = runs.map((run, i) => `${place(xOf(i, runs.length))},${place(yOf(run.score))}`)
  return html`<svg viewBox="-8 -10 ${width + 16} ${height + 36}" role="img" aria-label="Score over the last runs">
<line class="axis" x1="0" y1="0" x2="${width}" y2="0"/><line class="axis" x1="0" y1="${height}" x2="${width}" y2="${height}"/>
<polyline class="curve" points="${points.join(' ')}"/>${runs.map(
    (run, i) => html`
<circle class="dot${classOf(run, now)}" cx="${place(xOf(i, runs.length))}" cy="${place(yOf(run.score))}" r="4"><title>${told(run)}</title></circle>`,
  )}
<text class="label" x="0" y="-4">100 %</text><text class="label" x="0" y="${height - 5}">${percent(floor)}</text>${dates(runs)}</svg>`
}

const flaggedPlot = (runs: readonly TrendPoint[], now: string): Markup => {
  const most = Math.max(1, ...runs.map(run => run.flaggedRows))
  const step = width / runs.length
  const wide = Math.min(step * 0.7, 48)
  return html`<svg viewBox="-8 -10 ${width + 16} ${height + 36}" role="img" aria-label="Flagged rows over the last runs">
<line class="axis" x1="0" y1="${height}" x2="${width}" y2="${height}"/>${runs.map((run, i) => {
    const tall = (run.flaggedRows / most) * height
    return html`
<rect class="bar${classOf(run, now)}" x="${place((i + 0.5) * step - wide / 2)}" y="${place(height - tall)}" width="${place(wide)}" height="${place(tall)}"><title>${told(run)}</title></rect>`
  })}
<text class="label" x="0" y="-2">${count(most)}</text>${dates(runs)}</svg>`
}

const dates = (runs: readonly TrendPoint[]): Markup => html`
<text class="label" x="0" y="${height + 20}">${moment(runs[0]!.startedAt)}</text>
<text class="label" x="${width}" y="${height + 20}" text-anchor="end">${moment(runs.at(-1)!.startedAt)}</text>`

/** Runs that judged any row: the score of one that failed before says nothing. */
const judged = (trend: readonly TrendPoint[]): readonly TrendPoint[] => trend.filter(({ rules }) => rules.length > 0)

/** How the score stands against the run before. */
export const sinceLast = ({ trend, run, quality }: QualityDocument): Markup | null => {
  const now = trend.find(({ id }) => id === run.id)
  const before = judged(trend.filter(({ id }) => id !== run.id)).at(-1)
  if (before === undefined || now === undefined)
    return html`<p class="caption since">No earlier run of this flow is known here.</p>`
  const points = Number(((now.score - before.score) * 100).toFixed(1))
  const said =
    points === 0 ? 'The same score as' : `${Math.abs(points).toFixed(1)} points ${points > 0 ? 'more' : 'less'} than`
  const whole = now.score === quality.score ? '' : `The whole flow has ${percent(now.score)}. `
  return html`<p class="caption since">${whole}${said} in the run before, ${moment(before.startedAt)}${ended[before.status]}.</p>`
}

/** Score and flagged rows of the last runs. */
export const trendSection = ({ trend, run }: QualityDocument): Markup | null => {
  const runs = judged(trend).slice(-mostRuns)
  if (runs.length < 2) return null
  return html`
<section><h2>The last ${runs.length} runs of the flow</h2><div class="charts">
<figure class="card"><h3>Score</h3>${scorePlot(runs, run.id)}</figure>
<figure class="card"><h3>Flagged rows</h3>${flaggedPlot(runs, run.id)}</figure></div></section>`
}

/** Share of failed rows of one rule over the last runs; null where there is nothing to compare. */
export const sparkline = (trend: readonly TrendPoint[], node: string, rule: string): Markup | null => {
  const found = trend.slice(-12).flatMap(run => {
    const counts = run.rules.find(each => each.node === node && each.rule === rule)
    return counts ? [{ run, share: counts.evaluated === 0 ? 0 : counts.failed / counts.evaluated }] : []
  })
  if (found.length < 2) return null
  const most = Math.max(...found.map(({ share }) => share)) || 1
  const at = ({ share }: { readonly share: number }, i: number) =>
    [place((i / (found.length - 1)) * 90 + 3), place(17 - (share / most) * 14)] as const
  const points = found.map((each, i) => at(each, i).join(','))
  const [x, y] = at(found.at(-1)!, found.length - 1)
  const words = found.map(({ run, share }) => `${moment(run.startedAt)}: ${percent(share)}`).join('\n')
  return html`<svg class="spark" viewBox="0 0 96 20" role="img" aria-label="Failed share over the last ${found.length} runs"><title>${words}</title><polyline class="curve" points="${points.join(' ')}"/><circle class="dot now" cx="${x}" cy="${y}" r="2.5"/></svg>`
}
