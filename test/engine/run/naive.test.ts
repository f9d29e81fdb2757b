import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Row, TestRule } from '#test/core/rules/cells.ts'
import { dimensionOf } from '#test/core/rules/dimensions.ts'
import { verdicts } from '#test/core/rules/evaluate.ts'
import { row, rules, tableWith } from '#test/core/rules/random.ts'
import { flowOf, flowRunner } from './flow-world.ts'
import { temporaryFolder } from './temp-folder.ts'

const runner = flowRunner()

const checked = (list: readonly TestRule[], rows: readonly Row[], known: readonly Row[]) =>
  flowOf(
    {
      rows: ['source.inline', tableWith(rows)],
      known: ['source.inline', tableWith(known)],
      check: ['validate.rules', { inputs: ['known'], rules: list }],
    },
    ['rows.out check.in', 'known.out check.known'],
  )

/** Which rows are judged by a rule, and which of them are flagged. */
const outcomes = (list: readonly TestRule[], rows: readonly Row[], known: readonly Row[]) =>
  list.map(rule => {
    const all = rows.map(each => verdicts(rule, each, rows, known))
    return {
      rule,
      evaluated: all.map(own => own.some(verdict => verdict !== 'skipped')),
      failed: all.map(own => own.some(verdict => verdict === 'bad' || verdict === 'failed')),
    }
  })

const count = (flags: readonly boolean[]) => flags.filter(Boolean).length

describe('a run', () => {
  it('counts and scores what a judgement row by row counts and scores, for any rules and rows', async () => {
    const folder = await temporaryFolder()
    await fc.assert(
      fc.asyncProperty(
        rules,
        fc.array(row, { maxLength: 12 }),
        fc.array(row, { maxLength: 4 }),
        async (list, rows, known) => {
          const judged = outcomes(list, rows, known)
          const anyOf = (test: (rule: TestRule) => boolean) =>
            count(rows.map((_, i) => judged.some(({ rule, failed }) => test(rule) && failed[i])))
          const { report } = await runner.run(folder, checked(list, rows, known))
          const { rules: found, quality, ports } = report.nodes.check!
          expect(found!.map(({ id, evaluated, failed }) => ({ id, evaluated, failed }))).toEqual(
            judged.map(({ rule, evaluated, failed }) => ({
              id: rule.id,
              evaluated: count(evaluated),
              failed: count(failed),
            })),
          )
          expect(ports.out).toEqual({ rows: rows.length, flagged: anyOf(() => true) })
          const rejected = anyOf(rule => ['error', 'critical'].includes(rule.severity))
          expect([ports.pass!.rows, ports.reject!.rows]).toEqual([rows.length - rejected, rejected])
          const dimensions = [...new Set(list.map(dimensionOf))]
          const score = (dimension: string) =>
            rows.length === 0
              ? 1
              : 1 - anyOf(rule => dimensionOf(rule) === dimension && rule.severity !== 'info') / rows.length
          const scores = dimensions.map(score)
          expect(Object.keys(quality!.dimensions).toSorted()).toEqual(dimensions.toSorted())
          dimensions.forEach((dimension, i) => {
            expect(quality!.dimensions[dimension]).toBeCloseTo(scores[i]!, 9)
          })
          expect(quality!.score).toBeCloseTo(scores.reduce((sum, each) => sum + each, 0) / scores.length, 9)
        },
      ),
      { numRuns: 15 },
    )
  }, 60_000)
})
