import type { TrendPoint } from '../../history.ts'
import { limitWords } from '../gate-words.ts'
import { html, type Markup } from '../markup.ts'
import { count, percent } from '../numbers.ts'
import { observedText } from '../sample-line.ts'
import type { QualityRule } from '../types.ts'
import { bar } from './bars.ts'
import { glyph } from './glyphs.ts'
import { failedShare } from './rule-order.ts'
import { samplesRow } from './samples.ts'
import { sparkline } from './trend.ts'

/** Rules of one validator, one a row, each with rows that break it. */
export const rulesTable = (rules: readonly QualityRule[], node: string, trend: readonly TrendPoint[]): Markup => html`
<div class="scroll"><table class="rules"><colgroup><col style="width:32px"><col><col style="width:11%"><col style="width:9%"><col style="width:9%"><col style="width:16%"><col style="width:13%"><col style="width:120px"></colgroup>
<thead><tr><th><span class="unseen">Outcome</span></th><th>Rule</th><th>Severity</th><th class="right">Evaluated</th><th class="right">Failed</th><th>Share</th><th>Asked for</th><th>Last runs</th></tr></thead>
<tbody>${rules.map(rule => [ruleRow(rule, sparkline(trend, node, rule.id)), samplesRow(rule)])}</tbody></table></div>`

const ruleRow = (rule: QualityRule, spark: Markup | null): Markup => {
  const { id, says, dimension, severity, evaluated, failed } = rule
  return html`
<tr><td>${ruleGlyph(rule)}</td>
<td><div class="says">${says}</div><div class="about"><code>${id}</code> · ${dimension}${gateChip(rule)}</div></td>
<td><span class="chip ${severity}">${severity}</span></td>${
    rule.observed === undefined
      ? html`
<td class="right">${evaluated === null ? '' : count(evaluated)}</td>
<td class="right">${failed === null ? '' : count(failed)}</td>
<td>${evaluated === null ? html`<span class="caption">not reached</span>` : shareOf(rule)}</td>`
      : html`<td colspan="3" class="names"><span class="caption">observed</span> ${observedText(rule.observed)}</td>`
  }
<td class="caption">${asked(rule)}</td><td>${spark}</td></tr>`
}

const ruleGlyph = (rule: QualityRule): Markup => {
  if (rule.holds === null) return glyph('none', 'not reached')
  if (rule.gate === 'stopped') return glyph('stopped', 'stopped the run')
  if (rule.holds && (rule.failed === 0 || rule.mostly < 1)) return glyph('held', 'holds')
  return glyph(rule.severity, `does not hold: ${rule.severity}`)
}

const shareOf = (rule: QualityRule): Markup => {
  const share = failedShare(rule)
  return html`<div class="share">${bar([{ name: rule.severity, of: share }], 1)}<span>${percent(share)}</span></div>`
}

const gateChip = ({ gate }: QualityRule): Markup | false =>
  gate !== null && html` · <span class="chip ${gate}">gate ${gate}</span>`

const asked = ({ mostly, limits, observed }: QualityRule): string =>
  [
    ...(observed === undefined ? [mostly === 1 ? 'all rows' : `${percent(mostly)} of rows`] : []),
    ...limitWords(limits ?? {}),
  ].join('; ')
