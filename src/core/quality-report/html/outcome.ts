import { html, type Markup } from '../markup.ts'
import { count, duration, moment, size } from '../numbers.ts'
import type { QualityDocument } from '../types.ts'
import { glyph } from './glyphs.ts'

/** What was published, or not. */
export const sinkSection = ({ sinks }: QualityDocument): Markup | null => {
  const all = Object.entries(sinks)
  if (all.length === 0) return null
  return html`
<section><h2>What was written</h2><div class="card scroll"><table>
<thead><tr><th>Sink</th><th>Target</th><th class="right">Rows</th><th class="right">Size</th><th class="right">Outcome</th></tr></thead>
<tbody>${all.map(
    ([node, { target, rows, bytes, published }]) => html`
<tr><td class="names">${node}</td><td><code>${target}</code></td><td class="right">${published ? count(rows) : ''}</td><td class="right">${published ? size(bytes) : ''}</td><td class="right"><span class="chip ${published ? 'published' : 'stopped'}">${published ? 'published' : 'not published'}</span></td></tr>`,
  )}</tbody></table></div></section>`
}

/** What else the run had to say. */
export const problemSection = ({ problems }: QualityDocument): Markup | null =>
  problems.length === 0
    ? null
    : html`
<section><h2>Problems</h2><ul class="card first">${problems.map(
        ({ severity, code, node, message, hint }) => html`
<li>${glyph(severity, severity)}<div class="names">${withCode(hint ? `${message} ${hint}` : message)}</div><span class="caption">${node === undefined ? '' : html`${node} · `}<code>${code}</code></span></li>`,
      )}</ul></section>`

/** Which run this is, so that it can be found again. */
export const runSection = ({ flow, run }: QualityDocument): Markup => {
  const params = Object.entries(run.params)
  const fact = (name: string, value: string) => html`<dt>${name}</dt><dd>${value}</dd>`
  return html`
<section><h2>The run</h2><dl class="card facts">${fact('Flow', flow.path ?? flow.name)}${fact('Run', run.id)}${fact(
    'Began',
    `${moment(run.startedAt)}, took ${duration(Date.parse(run.finishedAt) - Date.parse(run.startedAt))}`,
  )}${fact('As of', moment(run.asOf))}${params.map(([name, value]) => fact(name, String(value)))}${fact('Engine', run.engine)}${fact('SHA-256 of the flow', flow.sha256)}</dl></section>`
}

/** A sentence whose names stand between backticks. */
const withCode = (sentence: string): Markup =>
  html`${sentence.split('`').map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part))}`
