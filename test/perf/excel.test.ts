import { expect, test } from 'vitest'
import { measureExcel } from './excel.ts'

test('a large sheet with many texts is read in little memory', async () => {
  const { rows, expected, peak } = await measureExcel(20)
  expect(rows).toBe(expected)
  expect(peak).toBeLessThan(220)
})
