import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CompiledFlow } from '#core/compile/types.ts'
import { parseFlow } from '#core/flow/parse.ts'
import type { Engine, FlowRequest } from '#engine/api.ts'
import { createEngine } from '#engine/engine.ts'
import { openDrift } from '#hosts/service/drift.ts'
import { catalogue } from '#nodes/index.ts'
import { ordersFiles } from '#test/hosts/cli/weir.ts'
import { testFolder } from '#test/hosts/folder.ts'

let engine: Engine
beforeAll(async () => {
  engine = await createEngine({ catalogue, memory: '512MB', threads: 1 })
})
afterAll(() => engine.close())

/** A flow that ran well once, and whose file has another column since. */
const changed = async () => {
  const files = ordersFiles()
  const folder = testFolder(files)
  const { flow } = parseFlow(files['orders.flow.json'] ?? '')
  const request: FlowRequest = {
    flow: flow!,
    path: join(folder, 'orders.flow.json'),
    folder,
    params: {},
    asOf: '2024-05-01T00:00:00.000Z',
  }
  const state = join(folder, '.weir')
  expect((await engine.run(request, { to: [], state, sha256: 'abc' })).exitCode).toBe(0)
  writeFileSync(join(folder, 'orders.csv'), 'id,email,amount,note\n1,a@example.com,10,x\n')
  const compiled: CompiledFlow = await engine.compile(request)
  const drift = openDrift(engine)
  const codes = async () => (await drift(request, compiled)).map(({ code }) => code)
  return { state, codes }
}

describe('the check of what changed in an input', () => {
  it('compares with the last good run, and says nothing where the history is damaged', async () => {
    const { state, codes } = await changed()
    await expect.poll(codes).toEqual(['W-DRIFT'])
    writeFileSync(join(state, 'history.duckdb'), 'not a database')
    expect(await codes()).toEqual([])
  })

  it('does not wait for a history that another process holds, and has it when that lets go', async () => {
    const { state, codes } = await changed()
    const script = new URL('../../engine/history/recording-process.ts', import.meta.url).pathname
    const holder = spawn(process.execPath, ['--import', 'tsx', script, state, 'hold'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(holder.stdout, 'data')
    const begin = performance.now()
    expect(await codes()).toEqual([])
    expect(performance.now() - begin).toBeLessThan(1500)
    holder.kill('SIGKILL')
    await expect.poll(codes, { timeout: 10_000 }).toEqual(['W-DRIFT'])
  })
})
