import { ruleSeverities } from '../../rules/types.ts'
import { html, type Markup } from '../markup.ts'
import { count, moment, percent } from '../numbers.ts'
import type { QualityDocument, QualityRows, QualityRule } from '../types.ts'
import { type Verdict, verdictOf } from '../verdict.ts'
import { type BarPart, bar } from './bars.ts'
import { type GlyphName, glyph } from './glyphs.ts'
import { sinceLast } from './trend.ts'

const glyphs: { readonly [tone in Verdict['tone']]: GlyphName } = {
  good: 'good',
  warning: 'warning',
  bad: 'bad',
  stopped: 'stopped',
  none: 'none',
}

/** What a manager reads: the verdict, then the figures. */
export const summary = (document: QualityDocument): Markup => {
  const { tone, headline, sentence } = verdictOf(document)
  const { flow, run, validators } = document
  return html`
<header>
<p class="kicker"><span>Quality report</span><strong>${flow.name}</strong><span>${moment(run.finishedAt)}</span></p>
<div class="card verdict ${tone}">${glyph(glyphs[tone], tone)}<div><h1>${headline}</h1><p>${sentence}</p></div></div>
</header>
${
  validators.some(({ status }) => status === 'ran') &&
  html`<div class="figures">${qualityCard(document)}${rowsCard(document)}${rulesCard(document)}</div>`
}`
}

const qualityCard = (document: QualityDocument): Markup => {
  const { score, dimensions } = document.quality
  return html`
<div class="card"><h2>Quality score</h2><div class="big">${percent(score)}</div>
<dl class="bars">${Object.entries(dimensions)
    .sort(([, a], [, b]) => a - b)
    .map(
      ([name, of]) =>
        html`<dt>${name}</dt><dd>${bar([{ name: 'score', of }], 1)}</dd><dd class="right">${percent(of)}</dd>`,
    )}</dl>${sinceLast(document)}</div>`
}

/** The parts of a validator's rows, which add up to all of them. */
export const rowParts = ({ clean, flagged, rejected }: QualityRows): readonly BarPart[] => [
  { name: 'clean', of: clean },
  { name: 'flagged', of: flagged - (rejected ?? 0) },
  { name: 'rejected', of: rejected ?? 0 },
]

const rowsCard = ({ rows, validators }: QualityDocument): Markup => {
  const { checked, clean, flagged, rejected } = rows
  const line = (name: string, label: string, n: number | null) => html`
<i class="${name}"></i><span>${label}</span><span class="right">${n === null ? 'not counted' : count(n)}</span><span class="right caption">${n === null || checked === 0 ? '' : percent(n / checked)}</span>`
  const ran = validators.filter(({ status }) => status === 'ran').length
  return html`
<div class="card"><h2>Rows checked</h2><div class="big">${count(checked)}</div>
<div style="margin-top:12px">${bar(rowParts(rows), checked)}</div>
<div class="legend">${line('clean', 'clean', clean)}${line('flagged', 'flagged', flagged)}${line('rejected', 'of these rejected', rejected)}</div>
${ran > 1 && html`<p class="caption" style="margin-top:8px">Sums over ${ran} validators: a row is counted at each.</p>`}</div>`
}

const rulesCard = ({ validators }: QualityDocument): Markup => {
  const rules = validators.flatMap(validator => validator.rules)
  const judged = rules.filter(rule => rule.holds !== null)
  const broken = judged.filter(rule => rule.holds === false)
  const line = (sign: Markup, label: string, of: readonly QualityRule[]) =>
    of.length > 0 && html`${sign}<span>${label}</span><span class="right">${count(of.length)}</span><span></span>`
  return html`
<div class="card"><h2>Rules that hold</h2><div class="big">${count(judged.length - broken.length)} <span class="caption">of ${count(judged.length)}</span></div>
<div style="margin-top:12px">${bar(
    [
      { name: 'clean', of: judged.length - broken.length },
      ...ruleSeverities.map(severity => ({ name: severity, of: bySeverity(broken, severity).length })),
    ],
    judged.length,
  )}</div>
<div class="legend">${ruleSeverities
    .toReversed()
    .map(severity => line(glyph(severity, severity), `${severity}: do not hold`, bySeverity(broken, severity)))}${line(
    glyph('held', 'tolerated'),
    'hold, with failing rows',
    judged.filter(rule => rule.holds && (rule.failed ?? 0) > 0),
  )}${line(
    glyph('none', 'not reached'),
    'not reached',
    rules.filter(rule => rule.holds === null),
  )}</div></div>`
}

const bySeverity = (rules: readonly QualityRule[], severity: QualityRule['severity']): readonly QualityRule[] =>
  rules.filter(rule => rule.severity === severity)
