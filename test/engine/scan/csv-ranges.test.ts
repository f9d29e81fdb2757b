import { writeFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkCsv, tallyAll } from '#engine/duckdb/scan/csv/check.ts'
import { signsOf } from '#engine/duckdb/scan/csv/sample.ts'
import { wholeFile } from '#engine/duckdb/scan/csv/tally.ts'
import { temporaryFolder } from '../run/temp-folder.ts'

const signs = signsOf({ delim: ',', quote: '"', escape: '"' }, '\n', false)
const options = {
  signs,
  columns: 3,
  header: true,
  skip: 0,
  numbered: false,
  keep: false,
  nulls: [''],
  bare: true,
  folder: '',
}

const line = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('1,a,2.5', '2,"b, c",3', '3,"x\ny\nz",4', '4,,', ',"",""', '5,"""q""",1') },
  fc.constantFrom('1,2', '1,2,3,', '1,"open,2', 'a"b,c,d', '', 'x\0,y,z', '1,"a" b,c', '"\n\n",1,2'),
)

describe('the lines of a file that is gone through in ranges', () => {
  test('are those that are found from its beginning to its end, wherever a range begins', async () => {
    const folder = await temporaryFolder()
    const path = join(folder, 'ranges.csv')
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 30 }),
        fc.constantFrom('\n', '\r\n'),
        fc.array(fc.nat(), { maxLength: 5 }),
        async (lines, end, cuts) => {
          const text = `id,text,n\n${lines.map(each => each + end).join('')}`
          writeFileSync(path, text)
          const { size, mtimeMs } = await stat(path)
          const file = { path, size, modified: mtimeMs }
          const work = { file, path, size, options, signal: new AbortController().signal, after: () => undefined }
          const ends = [...text].flatMap((sign, i) => (sign === '\n' && i + 1 < text.length ? [i + 1] : []))
          const starts = [...new Set([0, ...cuts.map(cut => ends[cut % ends.length] ?? 0)])].sort((a, b) => a - b)
          const ranges = starts.map((start, i) => ({ start, end: starts[i + 1] ?? null, number: 1 }))
          const whole = await tallyAll(work, [wholeFile])
          const parted = await tallyAll(work, ranges)
          const { marks: _, ...counts } = whole.tally
          expect(parted.tally).toMatchObject(counts)
          expect(parted.ranges[0]!.start).toBe(0)
          for (const [i, range] of parted.ranges.entries()) {
            expect(range.end).toBe(parted.ranges[i + 1]?.start ?? null)
            expect(range.number).toBe(text.slice(0, range.start).split('\n').length)
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('a check that nobody waits for any more', () => {
  test('ends, and begins anew for who asks next', async () => {
    const folder = await temporaryFolder()
    const path = join(folder, 'large.csv')
    writeFileSync(path, `id,text,n\n${'1,some text,2\n'.repeat(1_000_000)}`)
    const { size, mtimeMs } = await stat(path)
    const file = { path, size, modified: mtimeMs }
    const controller = new AbortController()
    const shares: number[] = []
    const progress = (share: number) => {
      shares.push(share)
      controller.abort(new Error('stopped'))
    }
    const first = checkCsv(file, path, { ...options, folder }, { signal: controller.signal, progress })
    await expect(first).rejects.toThrow('stopped')
    expect(shares[0]).toBeLessThan(1)
    const second = await checkCsv(file, path, { ...options, folder })
    expect(second).toMatchObject({ paths: [path], faults: [], copied: false })
  })
})
