import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Engine } from '#engine/api.ts'
import { createEngine } from '#engine/engine.ts'
import { catalogue } from '#nodes/index.ts'
import { judgeFlow, unknownKinds } from './random-flows.ts'

let folder: string
let engine: Engine

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weir-random-'))
  engine = await createEngine({ catalogue, memory: '1GB', threads: 2 })
})

afterAll(async () => {
  await engine.close()
  await rm(folder, { recursive: true, force: true })
})

test('each kind of the catalogue has settings for random flows', () => {
  const sentences = unknownKinds().map(kind => `${kind} needs an entry in test/engine/random-flows/settings.ts`)
  expect(sentences).toEqual([])
})

test.each([20_240_101, 20_240_102])(
  'a random flow (seed %i) loses no row and no flag, and gives the same fused as with a table for each node',
  async seed => {
    await mkdir(join(folder, String(seed)))
    const { faults, kinds, compared } = await judgeFlow(engine, join(folder, String(seed)), seed)
    expect(faults).toEqual([])
    expect(kinds.length).toBeGreaterThan(20)
    expect(compared).toBeGreaterThan(0)
  },
)
