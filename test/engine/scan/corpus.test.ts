import { describe, expect, test } from 'vitest'
import { cleanLines, corpus, oddities, rowCount, textOf } from './corpus.ts'
import { judge, summary } from './corpus-judge.ts'
import { sourcesOfTests } from './source-of-tests.ts'

const { folder, write, csv } = sourcesOfTests()

/** About as many files of each kind, spread over its lines and columns. */
const sampleOf = (ofEach: number) => {
  const all = [...corpus()]
  return [...new Set(all.map(file => file.kind))].flatMap(kind => {
    const own = all.filter(file => file.kind === kind)
    const step = Math.max(1, Math.floor(own.length / ofEach) | 1)
    return own.filter((_, i) => i % step === 0)
  })
}

describe('a file in which one line is corrupted', () => {
  test('has that line named, and all others as they were', async () => {
    const files = sampleOf(16)
    const verdicts = await judge(folder, csv, files)
    const wrong = verdicts.filter(verdict => !verdict.named || !verdict.kept)
    expect(verdicts.length).toBeGreaterThan(150)
    expect(wrong.length / verdicts.length, summary(verdicts)).toBeLessThan(0.03)
  })

  test('has that line in its place with a flag, where such lines are kept', async () => {
    const verdicts = await judge(folder, path => csv(path, { badLines: 'flag' }), sampleOf(6))
    const wrong = verdicts.filter(verdict => !verdict.named || !verdict.kept)
    expect(verdicts.length).toBeGreaterThan(50)
    expect(wrong.length / verdicts.length, summary(verdicts)).toBeLessThan(0.03)
  })
})

describe('what looks odd and is right', () => {
  test.each(oddities().map(odd => [odd.name, odd] as const))('is read without a flag: %s', async (_, odd) => {
    write('clean.csv', textOf(cleanLines))
    write('odd.csv', odd.text)
    const { out: clean } = await csv('clean.csv')
    const { problems, out, reject } = await csv('odd.csv')
    expect(problems).toEqual([])
    expect(reject.rows).toEqual([])
    expect(out.flags.flat()).toEqual([])
    expect(out.columns).toEqual(clean.columns)
    expect(out.rows).toHaveLength(odd.rows)
    const cells = (rows: typeof out.rows) => rows.slice(0, rowCount).map(row => row.filter((__, i) => i !== 6))
    expect(cells(out.rows)).toEqual(cells(clean.rows))
  })
})
