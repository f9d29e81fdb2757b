import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { flowQuality, judgeGate, validatorQuality } from '#core/quality.ts'

const counts = fc
  .record({ rows: fc.nat(10_000), validity: fc.nat(10_000), completeness: fc.nat(10_000) })
  .map(({ rows, validity, completeness }) => ({
    rows,
    flagged: Math.min(rows, Math.max(validity, completeness)),
    dimensions: { validity: Math.min(validity, rows), completeness: Math.min(completeness, rows) },
  }))

describe('scores', () => {
  it('gives a dimension the share of its clean rows, and the validator their mean', () => {
    const quality = validatorQuality({ rows: 900, flagged: 22, dimensions: { validity: 20, completeness: 0 } })
    expect(quality.dimensions).toEqual({ validity: 880 / 900, completeness: 1 })
    expect(quality.score).toBeCloseTo((880 / 900 + 1) / 2, 12)
  })

  it('gives 1 where there are no rows, no rules or no validators', () => {
    expect(validatorQuality({ rows: 0, flagged: 0, dimensions: { validity: 0 } })).toEqual({
      score: 1,
      dimensions: { validity: 1 },
    })
    expect(validatorQuality({ rows: 5, flagged: 0, dimensions: {} }).score).toBe(1)
    expect(flowQuality([])).toEqual({ score: 1, flaggedRows: 0, dimensions: {} })
  })

  it('weighs validators by their rows, each dimension over the validators that have it', () => {
    const quality = flowQuality([
      { rows: 100, flagged: 10, dimensions: { validity: 10 } },
      { rows: 300, flagged: 30, dimensions: { validity: 0, uniqueness: 30 } },
    ])
    expect(quality.flaggedRows).toBe(40)
    expect(quality.dimensions.validity).toBeCloseTo(390 / 400, 12)
    expect(quality.dimensions.uniqueness).toBeCloseTo(0.9, 12)
    expect(quality.score).toBeCloseTo((0.9 * 100 + 0.95 * 300) / 400, 12)
  })

  it('keeps every score between the worst and the best of its parts', () => {
    fc.assert(
      fc.property(fc.array(counts, { minLength: 1, maxLength: 6 }), validators => {
        const quality = flowQuality(validators)
        const own = validators.map(v => validatorQuality(v).score)
        expect(quality.score).toBeGreaterThanOrEqual(Math.min(...own) - 1e-12)
        expect(quality.score).toBeLessThanOrEqual(Math.max(...own) + 1e-12)
      }),
    )
  })
})

describe('gates', () => {
  it('are exceeded by more than the limit, not by the limit itself', () => {
    const gate = { warn: { count: 1 }, stop: { percent: 5 } }
    expect(judgeGate(gate, 1, 100)).toBe('passed')
    expect(judgeGate(gate, 2, 100)).toBe('warned')
    expect(judgeGate(gate, 5, 100)).toBe('warned')
    expect(judgeGate(gate, 6, 100)).toBe('stopped')
  })

  it('measure percent of the evaluated rows, and hold where nothing was evaluated', () => {
    expect(judgeGate({ stop: { percent: 50 } }, 3, 5)).toBe('stopped')
    expect(judgeGate({ stop: { percent: 50 } }, 3, 6)).toBe('passed')
    expect(judgeGate({ stop: { percent: 0 } }, 0, 0)).toBe('passed')
  })

  it('are null where none is set', () => {
    expect(judgeGate(null, 5, 5)).toBeNull()
    expect(judgeGate({}, 5, 5)).toBeNull()
  })
})
