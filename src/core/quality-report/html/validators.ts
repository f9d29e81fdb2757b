import { ruleSeverities } from '../../rules/types.ts'
import { limitWords } from '../gate-words.ts'
import { html, type Markup } from '../markup.ts'
import { count, counted, percent } from '../numbers.ts'
import type { QualityDocument, QualityRule, QualityValidator } from '../types.ts'
import { bar } from './bars.ts'
import { glyph } from './glyphs.ts'
import { byWeight, failedShare, isBroken } from './rule-order.ts'
import { rulesTable } from './rules-table.ts'
import { rowParts } from './summary.ts'

/** Rules that hold are listed behind a line where they are more. */
const mostHolding = 15

const anchor = (index: number): string => `validator-${index + 1}`

/** The worst rules of all validators. */
export const firstSection = ({ validators }: QualityDocument): Markup | null => {
  const broken = validators.flatMap(({ rules }, index) =>
    rules.filter(rule => rule.holds === false || rule.gate === 'stopped').map(rule => ({ rule, index })),
  )
  if (broken.length < 2 && validators.length < 2) return null
  const order = byWeight(broken.map(({ rule }) => rule)).slice(0, 5)
  if (order.length === 0) return null
  const placeOf = (rule: QualityRule) => broken.find(each => each.rule === rule)!.index
  return html`
<section><h2>What to look at first</h2><ul class="card first">${order.map(rule => {
    const validator = validators[placeOf(rule)]!
    const counts =
      rule.observed === undefined
        ? `${counted(rule.failed ?? 0, 'row')} · ${percent(failedShare(rule))}`
        : 'on the whole'
    return html`
<li>${rule.gate === 'stopped' ? glyph('stopped', 'stopped the run') : glyph(rule.severity, rule.severity)}<div class="names"><strong>${rule.says}</strong> <span class="caption">${rule.id} at <a href="#${anchor(placeOf(rule))}">${validator.title}</a></span></div><div class="right ${rule.severity}">${counts}</div></li>`
  })}</ul></section>`
}

/** Each validator with all of its rules. */
export const validatorSection = (document: QualityDocument): Markup => html`
<section><h2>${document.validators.length === 1 ? 'The validator' : 'The validators'} and ${document.validators.length === 1 ? 'its' : 'their'} rules</h2>${
  document.validators.length === 0
    ? html`<div class="card empty">There is no validator to tell of. A node of the kind <em>Rules</em> checks rows, and flags those that break a rule.</div>`
    : [
        document.validators.length > 1 && indexOf(document.validators),
        ...document.validators.map((validator, index) => validatorCard(validator, index, document)),
      ]
}</section>`

/** One line for each of several validators, to compare them and to find them. */
const indexOf = (validators: readonly QualityValidator[]): Markup => html`
<div class="card scroll"><table><thead><tr><th>Validator</th><th class="right">Rows</th><th class="right">Clean</th><th class="right">Flagged</th><th class="right">Rejected</th><th class="right">Rules that hold</th><th class="right">Score</th></tr></thead>
<tbody>${validators.map(({ title, status, rows, rules, quality }, index) => {
  const name = html`<tr><td class="names"><a href="#${anchor(index)}">${title}</a></td>`
  if (status !== 'ran')
    return html`
${name}<td class="caption right" colspan="6">${states[status]}</td></tr>`
  const figures = [
    ...[rows.checked, rows.clean, rows.flagged].map(count),
    rows.rejected === null ? 'not counted' : count(rows.rejected),
    `${count(rules.filter(rule => rule.holds).length)} of ${count(rules.length)}`,
    quality === null ? '' : percent(quality.score),
  ]
  return html`
${name}${figures.map(figure => html`<td class="right">${figure}</td>`)}</tr>`
})}</tbody></table></div>`

const validatorCard = (validator: QualityValidator, index: number, { trend }: QualityDocument): Markup => {
  const { node, title, rows, status, quality } = validator
  const rules = byWeight(validator.rules)
  const notable = rules.filter(rule => isBroken(rule) || rule.holds === null)
  const holding = rules.filter(rule => !notable.includes(rule))
  const facts = [
    `${counted(rows.checked, 'row')} in`,
    `${count(rows.clean)} clean`,
    `${count(rows.flagged)} flagged`,
    ...(rows.rejected === null ? [] : [`${count(rows.rejected)} rejected`]),
    ...(validator.columns === null ? [] : [counted(validator.columns, 'column')]),
    ...ruleSeverities.flatMap(severity => {
      const words = limitWords(validator.limits[severity] ?? {})
      return words.length === 0 ? [] : [`${severity} ${words.join(', ')}`]
    }),
  ]
  return html`
<article class="card validator" id="${anchor(index)}"><header><h3>${title}</h3>${title !== node && html`<code>${node}</code>`}<span class="grow caption">${status === 'ran' ? facts.join(' · ') : states[status]}</span>${quality && html`<strong>${percent(quality.score)}</strong>`}</header>
${status === 'ran' && bar(rowParts(rows), rows.checked)}${
  rules.length === 0
    ? html`<p class="empty">It has no rules.</p>`
    : html`${notable.length > 0 && rulesTable(notable, node, trend)}${holdingPart(holding, notable.length > 0, node, trend)}`
}</article>`
}

const states = {
  failed: 'failed: its rows were not checked',
  skipped: 'not reached: the run ended before it',
} as const

const holdingPart = (
  holding: readonly QualityRule[],
  isSecond: boolean,
  node: string,
  trend: QualityDocument['trend'],
): Markup | null => {
  if (holding.length === 0) return null
  const table = rulesTable(holding, node, trend)
  if (!isSecond && holding.length <= mostHolding) return table
  return html`<details class="more"${holding.length <= mostHolding ? html` open` : ''}><summary>${counted(holding.length, 'rule holds', 'rules hold')} for every row</summary>${table}</details>`
}
