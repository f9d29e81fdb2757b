import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mutatedFile } from './mutate.ts'
import { originals, writeParquetFiles } from './originals.ts'
import { fuzz } from './pool.ts'

const parquetFolder = mkdtempSync(join(tmpdir(), 'weir-fuzz-parquet-'))
beforeAll(() => writeParquetFiles(parquetFolder))
afterAll(() => rmSync(parquetFolder, { recursive: true, force: true }))

test('mutated files neither crash nor hang the engine, and all their rows are read, rejected or refused', async () => {
  const seed = Number(process.env.WEIR_SEED ?? 20_240_101)
  const judged = await fuzz({ count: 100, seed, processes: 2, parquetFolder, secondsPerFile: 30 })
  const files = originals(parquetFolder)
  const faults = judged.flatMap(({ index, fault }) => {
    if (fault === null) return []
    const { original, how } = mutatedFile(files, seed, index)
    return [`${index} ${original.name} (${how.join(', ')}): ${fault}`]
  })
  expect(faults).toEqual([])
  expect(judged).toHaveLength(100)
  expect(judged.filter(({ counted }) => counted).length).toBeGreaterThan(25)
}, 180_000)

test('a mutated file is the same for the same seed, and another for another', () => {
  const files = originals(parquetFolder)
  const bytes = (seed: number) =>
    Array.from({ length: 30 }, (_, i) => mutatedFile(files, seed, i).bytes.toString('hex'))
  expect(bytes(1)).toEqual(bytes(1))
  expect(bytes(1)).not.toEqual(bytes(2))
})
