import * as fc from 'fast-check'
import type { QualityDocument, QualityRule } from '#core/quality-report/types.ts'
import type { GateReport } from '#core/report.ts'

/** A rule that four of ten rows break, unless told otherwise. */
export const ruleOf = (change: Partial<QualityRule> = {}): QualityRule => ({
  id: 'mail',
  kind: 'format',
  says: 'email an email address',
  columns: ['email'],
  dimension: 'validity',
  severity: 'error',
  evaluated: 10,
  failed: 4,
  mostly: 1,
  holds: false,
  gate: null,
  limits: null,
  samples: [],
  ...change,
})

export const heldRule = (change: Partial<QualityRule> = {}): QualityRule =>
  ruleOf({ failed: 0, holds: true, ...change })

/** A limit of a gate that four of ten rows do not reach. */
export const limitOf = (change: Partial<GateReport> = {}): GateReport => ({
  of: 'flagged',
  validator: 'check',
  rule: null,
  severity: 'error',
  against: 'rows',
  rows: 10,
  observed: 4,
  warn: { count: 2 },
  stop: { percent: 50 },
  gate: 'warned',
  ...change,
})

/** A report of one validator with these rules over ten rows. */
export const documentOf = (
  rules: readonly QualityRule[],
  change: Partial<QualityDocument> = {},
  status: QualityDocument['run']['status'] = 'succeeded',
): QualityDocument => {
  const flagged = Math.max(0, ...rules.map(rule => rule.failed ?? 0))
  const rows = { checked: 10, clean: 10 - flagged, flagged, rejected: flagged }
  const quality = { score: 1 - flagged / 10, dimensions: { validity: 1 - flagged / 10 } }
  return {
    weir: 1,
    flow: { name: 'Orders', path: 'orders.flow.json', sha256: 'abc' },
    run: {
      id: '20240501-063000-abcdef',
      status,
      startedAt: '2024-05-01T06:30:00.000Z',
      finishedAt: '2024-05-01T06:30:02.500Z',
      asOf: '2024-05-01T00:00:00.000Z',
      params: {},
      engine: 'duckdb 1.5.5',
    },
    quality: { ...quality, flaggedRows: flagged },
    rows,
    validators: [{ node: 'check', title: 'Check orders', status: 'ran', rows, quality, columns: 2, rules, limits: {} }],
    gates: [],
    sinks: {},
    problems: [],
    trend: [],
    ...change,
  }
}

/** A report in which every text that comes from outside is one of these, one after another. */
export const documentWith = (texts: readonly string[]): QualityDocument => {
  let next = 0
  const text = () => texts[next++ % texts.length]!
  const rule = (change: Partial<QualityRule>) =>
    ruleOf({
      id: text(),
      says: text(),
      columns: [text()],
      dimension: text(),
      samples: [
        {
          reason: text(),
          cells: [
            { column: text(), value: text(), bad: true },
            { column: text(), value: [text()], bad: false },
          ],
        },
      ],
      ...change,
    })
  const plain = documentOf([rule({}), rule({ severity: 'warning' }), rule({ observed: text() })])
  const [validator] = plain.validators
  return {
    ...plain,
    flow: { name: text(), path: text(), sha256: text() },
    run: { ...plain.run, params: { [`p${text()}`]: text() }, engine: text() },
    quality: { ...plain.quality, dimensions: { [`d${text()}`]: 0.5 } },
    validators: [{ ...validator!, node: `n${text()}`, title: text() }],
    gates: [
      { node: `g${text()}`, title: text(), status: 'ran', limits: [limitOf({ validator: text(), rule: text() })] },
    ],
    sinks: { [`s${text()}`]: { target: text(), rows: 1, bytes: 2, published: true } },
    problems: [{ code: text(), severity: 'warning', node: text(), message: text(), hint: text() }],
    trend: ['before', plain.run.id].map(id => ({
      id,
      status: 'gated',
      startedAt: text(),
      score: 0.5,
      flaggedRows: 1,
      dimensions: {},
      rules: [{ node: text(), rule: text(), evaluated: 1, failed: 1 }],
    })),
  }
}

const nasty = [
  '<script>alert(1)</script>',
  '</style><b>',
  '</td></tr></table>',
  '" onload="x',
  "' x='",
  '<!--',
  ']]>',
  '&lt;&amp;&#60;',
  '\u0000\u0001\u001b[31m\u007f\u0085',
  '\ud800',
  '\udc00x',
  '\uffff\ufffe',
  '\u202egnp.exe',
  '\r\n\t',
  '${x}',
]

/** Texts as rows may hold them, the hostile ones often; never with a backtick, which marks names in problems. */
export const anyTexts: fc.Arbitrary<readonly string[]> = fc.array(
  fc
    .oneof(fc.constantFrom(...nasty), fc.string({ unit: 'binary' }), fc.string())
    .map(text => text.replaceAll('`', '') || 'empty'),
  { minLength: 1, maxLength: 12 },
)
