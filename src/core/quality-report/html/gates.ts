import type { GateReport } from '../../report.ts'
import { limitWords, subjectWords } from '../gate-words.ts'
import { html, type Markup } from '../markup.ts'
import { count, percent } from '../numbers.ts'
import type { QualityDocument, QualityGate } from '../types.ts'

/** Gates between validators and sinks, with what each limit came to. */
export const gateSection = ({ gates }: QualityDocument): Markup | null =>
  gates.length === 0
    ? null
    : html`
<section><h2>${gates.length === 1 ? 'The gate' : 'The gates'}</h2><div class="card scroll"><table>
<thead><tr><th>Gate</th><th>Counts</th><th class="right">Observed</th><th class="right">Last good run</th><th>Limits</th><th class="right">Outcome</th></tr></thead>
<tbody>${gates.map(gate => (gate.limits.length === 0 ? emptyRow(gate) : gate.limits.map(limit => limitRow(gate, limit))))}</tbody></table></div></section>`

const emptyRow = ({ title, status }: QualityGate): Markup => html`
<tr><td class="names">${title}</td><td class="caption" colspan="5">${status === 'ran' ? 'It has no limits.' : 'not reached: the run ended before it'}</td></tr>`

const limitRow = ({ title }: QualityGate, limit: GateReport): Markup => html`
<tr><td class="names">${title}</td><td class="names">${subjectWords(limit)}</td><td class="right">${figure(limit, limit)}</td><td class="right">${
  limit.lastGood
    ? figure(limit, limit.lastGood)
    : html`<span class="caption">${limit.against === 'last_good' ? 'none yet' : ''}</span>`
}</td><td class="caption">${limitWords(limit).join('; ')}${limit.against === 'last_good' && ', against the last good run'}</td><td class="right">${
  limit.gate !== null && html`<span class="chip ${limit.gate}">${limit.gate}</span>`
}</td></tr>`

const figure = (
  { of }: GateReport,
  { rows, observed }: { readonly rows: number; readonly observed: number },
): string =>
  of === 'rows' ? count(rows) : `${count(observed)} of ${count(rows)} (${percent(rows === 0 ? 0 : observed / rows)})`
