import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toHtml } from '#core/quality-report/html/page.ts'
import { anyTexts, documentOf, documentWith, heldRule, limitOf, ruleOf } from './documents.ts'
import { skeletonOf, textsOf, unbalanced } from './tags.ts'

const h1 = (page: string) => /<h1>(.*?)<\/h1>/.exec(page)?.[1]
const rulesIn = (page: string) => [...page.matchAll(/class="says">(.*?)</g)].map(([, says]) => says)
const manyRules = (count: number, broken: (i: number) => boolean) =>
  Array.from({ length: count }, (_, i) => (broken(i) ? ruleOf : heldRule)({ id: `r${i}`, says: `rule ${i}` }))

describe('the page', () => {
  it('has the same tags whatever the rows hold, and no sign of markup between them', () => {
    const skeleton = skeletonOf(toHtml(documentWith(['plain'])))
    expect(skeleton.length).toBeGreaterThan(150)
    fc.assert(
      fc.property(anyTexts, texts => {
        const page = toHtml(documentWith(texts))
        expect(skeletonOf(page)).toEqual(skeleton)
        expect(textsOf(page)).not.toMatch(/[<>]|(?![\n\t])\p{Cc}/u)
        expect(Buffer.from(page).toString()).toBe(page)
      }),
    )
  })

  it('closes every element that it opens, with and without anything to show', () => {
    const pages = [
      documentOf([]),
      documentOf([ruleOf(), heldRule({ id: 'b' })]),
      documentOf([ruleOf({ gate: 'stopped', limits: { stop: { percent: 1 } } })], {}, 'gated'),
      documentOf([], { validators: [] }),
      documentWith(['plain']),
    ].map(toHtml)
    expect(pages.map(unbalanced)).toEqual(pages.map(() => []))
  })

  it('needs nothing from elsewhere and runs no script', () => {
    const page = toHtml(documentWith(['plain']))
    expect(page).not.toMatch(/<script|<link|<img|@import|url\(|src=|href="(?!#)/)
    expect(page).toContain("default-src 'none'")
  })

  it('says in one line how many rules do not hold, or that all do', () => {
    expect(h1(toHtml(documentOf([ruleOf(), heldRule({ id: 'b' })])))).toBe('1 of 2 rules does not hold')
    expect(h1(toHtml(documentOf([heldRule(), heldRule({ id: 'b' })])))).toBe('All rules hold')
    expect(h1(toHtml(documentOf([])))).toBe('No rules were checked')
  })

  it('says in large letters that a gate stopped the run, and by how much', () => {
    const message = 'In `check`, 4 of 10 evaluated rows (40.0 %) break the rule `mail`, past the limit of 1 %.'
    const page = toHtml(
      documentOf(
        [ruleOf({ gate: 'stopped' })],
        { problems: [{ code: 'E-GATE', severity: 'error', message }] },
        'gated',
      ),
    )
    expect(h1(page)).toBe('Stopped: nothing was published')
    expect(page).toContain('class="card verdict stopped"')
    expect(page).toContain('past the limit of 1 %. The checked rule does not hold.')
  })

  it('puts what stopped the run first, then the grave before the mild and the frequent before the rare', () => {
    const page = toHtml(
      documentOf([
        heldRule({ id: 'a', says: 'held' }),
        ruleOf({ id: 'b', says: 'rare', failed: 1 }),
        ruleOf({ id: 'c', says: 'mild', severity: 'info', failed: 9 }),
        ruleOf({ id: 'd', says: 'frequent', failed: 9 }),
        ruleOf({ id: 'e', says: 'tolerated', failed: 1, mostly: 0.5, holds: true, severity: 'critical' }),
        ruleOf({ id: 'f', says: 'stopped', severity: 'warning', failed: 1, gate: 'stopped' }),
      ]),
    )
    expect(rulesIn(page)).toEqual(['stopped', 'frequent', 'rare', 'mild', 'tolerated', 'held'])
  })

  it('lists a hundred rules, and folds away the many that hold', () => {
    const page = toHtml(documentOf(manyRules(100, i => i % 10 === 0)))
    expect(rulesIn(page)).toHaveLength(100)
    expect(page).toContain('<details class="more"><summary>90 rules hold for every row</summary>')
  })

  it('shows of a wide row the bad cells and the first others, and says how many are left out', () => {
    const cells = Array.from({ length: 40 }, (_, i) => ({ column: `c${i}`, value: i, bad: i === 35 }))
    const page = toHtml(documentOf([ruleOf({ samples: [{ reason: 'why', cells }] })]))
    const head = [...page.matchAll(/<th><div>(c\d+)<\/div><\/th>/g)].map(([, name]) => name)
    expect(head).toEqual(['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c35'])
    expect(page).toContain('32 other columns left out')
    expect(page).toContain('<td class="bad"><div>35</div></td>')
  })

  it('draws the runs before that judged any row, and none where there were none', () => {
    const run = (day: number, failed: number) => ({
      id: `r${day}`,
      status: 'succeeded' as const,
      startedAt: `2024-05-0${day}T06:30:00.000Z`,
      score: 1 - failed / 10,
      flaggedRows: failed,
      dimensions: {},
      rules: [{ node: 'check', rule: 'mail', evaluated: 10, failed }],
    })
    const failed = { ...run(1, 0), id: 'failed', status: 'failed' as const, score: 1, rules: [] }
    const now = { ...run(3, 4), id: documentOf([]).run.id }
    const trend = [run(1, 1), run(2, 3), failed, now]
    const page = toHtml(documentOf([ruleOf()], { trend }))
    expect(page).toContain('The last 3 runs')
    expect(page).toContain('10.0 points less than in the run before, 2024-05-02 06:30 UTC.')
    expect(page.match(/class="spark"/g)).toHaveLength(1)
    expect(page.match(/<circle class="dot now" cx="520"/g)).toHaveLength(1)
    expect(page).not.toMatch(/NaN|Infinity|undefined/)
    const first = toHtml(documentOf([ruleOf()], { trend: [now] }))
    expect(first).toContain('No earlier run of this flow is known here.')
    expect(first).not.toContain('<figure')
  })

  it('tells the score of the whole flow where it tells of a part of it', () => {
    const plain = documentOf([ruleOf()])
    const point = { status: 'succeeded', startedAt: plain.run.startedAt, flaggedRows: 1, dimensions: {} } as const
    const rules = [{ node: 'check', rule: 'mail', evaluated: 10, failed: 4 }]
    const trend = [
      { ...point, id: 'before', score: 0.9, rules },
      { ...point, id: plain.run.id, score: 0.95, rules },
    ]
    expect(toHtml({ ...plain, trend })).toContain('The whole flow has 95.0 %. 5.0 points more than in the run before')
  })

  it('says of each limit of a gate what it counts, and what it came to', () => {
    const limits = [limitOf(), limitOf({ against: 'last_good', lastGood: null, gate: null })]
    const gates = [
      { node: 'stop', title: 'Stop', status: 'ran', limits },
      { node: 'later', title: 'Later', status: 'skipped', limits: [] },
    ] as const
    const page = toHtml(documentOf([heldRule()], { gates }))
    expect(page).toContain('rows flagged by check, error or worse')
    expect(page).toContain('4 of 10 (40.0 %)')
    expect(page).toContain('warns past 2 rows; stops past 50 %')
    expect(page).toContain('<span class="chip warned">warned</span>')
    expect(page).toContain('none yet')
    expect(page.match(/not reached: the run ended before it/g)).toHaveLength(1)
  })

  it('does not divide by rows that are not there', () => {
    const none = { checked: 0, clean: 0, flagged: 0, rejected: null }
    const plain = documentOf([heldRule({ evaluated: 0 })])
    const page = toHtml({ ...plain, rows: none, validators: plain.validators.map(each => ({ ...each, rows: none })) })
    expect(page).toContain('No rows came in.')
    expect(page).toContain('not counted')
    expect(page).not.toMatch(/NaN|Infinity|undefined/)
  })
})
