import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toJunit } from '#core/quality-report/junit.ts'
import { anyTexts, documentOf, documentWith, heldRule, limitOf, ruleOf } from './documents.ts'
import { skeletonOf, textsOf, unbalanced } from './tags.ts'

const casesIn = (xml: string) =>
  [...xml.matchAll(/<testcase name="([^"]*)"[^>]*>(?:<([\w-]+)|<\/testcase>)/g)].map(([, name, result]) => [
    name,
    result ?? 'passed',
  ])
const ofRun = [
  ['gates', 'passed'],
  ['run', 'passed'],
]

describe('JUnit', () => {
  it('has the same tags whatever the rows hold, and only signs that XML allows', () => {
    const skeleton = skeletonOf(toJunit(documentWith(['plain'])))
    fc.assert(
      fc.property(anyTexts, texts => {
        const xml = toJunit(documentWith(texts))
        expect(skeletonOf(xml)).toEqual(skeleton)
        expect(unbalanced(xml)).toEqual([])
        expect(textsOf(xml)).not.toMatch(/[<>]|&(?!amp;|lt;|gt;|quot;|#39;|#13;|#10;|#9;)/)
        expect(xml).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u)
      }),
    )
  })

  it('fails the case of a rule that does not hold if it is an error or worse, or stopped the run', () => {
    const xml = toJunit(
      documentOf([
        ruleOf({ id: 'a', says: 'x' }),
        ruleOf({ id: 'b', says: 'x', severity: 'critical' }),
        ruleOf({ id: 'c', says: 'x', severity: 'warning' }),
        ruleOf({ id: 'd', says: 'x', severity: 'info' }),
        ruleOf({ id: 'e', says: 'x', severity: 'info', gate: 'stopped' }),
        ruleOf({ id: 'f', says: 'x', failed: 1, mostly: 0.9, holds: true }),
        heldRule({ id: 'g', says: 'x' }),
        ruleOf({ id: 'h', says: 'x', evaluated: null, failed: null, holds: null }),
      ]),
    )
    expect(casesIn(xml)).toEqual([
      ['a: x', 'failure'],
      ['b: x', 'failure'],
      ['c: x', 'system-out'],
      ['d: x', 'system-out'],
      ['e: x', 'failure'],
      ['f: x', 'system-out'],
      ['g: x', 'passed'],
      ['h: x', 'skipped'],
      ...ofRun,
    ])
    expect(xml).toContain('<testsuites name="Orders" tests="10" failures="3" errors="0" time="2.500">')
    expect(xml).toContain('<testsuite name="Check orders" tests="8" failures="3" errors="0" skipped="1"')
    expect(xml).toContain('<failure message="x: 4 of 10 evaluated rows break it (40.0 %)" type="error">')
  })

  it('fails the run where a gate stopped it, and tells a failed run as an error', () => {
    const gate = { code: 'E-GATE', severity: 'error', message: 'too many' } as const
    const gated = toJunit(documentOf([heldRule()], { problems: [gate] }, 'gated'))
    expect(casesIn(gated).slice(1)).toEqual([
      ['gates', 'failure'],
      ['run', 'passed'],
    ])
    expect(gated).toContain('<failure message="too many" type="gate">E-GATE: too many</failure>')
    const drift = toJunit(documentOf([heldRule()], { problems: [{ ...gate, code: 'E-DRIFT' }] }, 'gated'))
    expect(casesIn(drift).slice(1)).toEqual(casesIn(gated).slice(1))
    const lost = { code: 'E-FILE-MISSING', severity: 'error', message: 'no file' } as const
    const failed = toJunit(documentOf([heldRule()], { problems: [lost] }, 'failed'))
    expect(casesIn(failed).slice(1)).toEqual([
      ['gates', 'passed'],
      ['run', 'error'],
    ])
  })

  it('fails the case of a limit that stopped the run, and tells of one that warned', () => {
    const limits = [
      limitOf({ gate: 'stopped' }),
      limitOf(),
      limitOf({ gate: 'passed', of: 'rows', validator: null, severity: null }),
    ]
    const xml = toJunit(documentOf([], { gates: [{ node: 'stop', title: 'Stop', status: 'ran', limits }] }))
    expect(casesIn(xml)).toEqual([
      ['1: rows flagged by check, error or worse', 'failure'],
      ['2: rows flagged by check, error or worse', 'system-out'],
      ['3: rows', 'passed'],
      ...ofRun,
    ])
    expect(xml).toContain('message="4 of 10 rows; warns past 2 rows, stops past 50 %"')
  })

  it('lists failing rows with their cells, the bad ones marked', () => {
    const cells = [
      { column: 'id', value: 2, bad: false },
      { column: 'email', value: null, bad: true },
    ]
    const xml = toJunit(documentOf([ruleOf({ samples: [{ reason: 'email is missing', cells }] })]))
    expect(xml).toContain('&#10;- email is missing | id=2, *email=null</failure>')
  })
})
