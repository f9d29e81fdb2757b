import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RunPlan } from '#core/plan/types.ts'
import { testFolder } from '#test/hosts/folder.ts'
import { ordersFiles, weir } from './weir.ts'

describe('weir explain', () => {
  const explain = (folder: string, ...args: string[]) => weir(['explain', 'orders.flow.json', ...args], { folder })

  it('prints the statements of a node with its part in them, measures them, and writes nothing', async () => {
    const folder = testFolder(ordersFiles())
    const { code, out } = await explain(folder, '--node', 'check', '--analyze')
    expect(code).toBe(0)
    expect(out).toMatch(/^#\d+ table of `check`.*: [\d.]+ ms, [\d.]+ ms over all threads/m)
    expect(out).toContain('its rules are judged in one pass')
    expect(out).toMatch(/^ {2}\| .*__weir_flags/m)
    expect(out).toMatch(/^`check`: in #\d/m)
    expect(out).not.toMatch(/^`orders`: /m)
    expect(existsSync(join(folder, 'out'))).toBe(false)
    expect(existsSync(join(folder, '.weir'))).toBe(false)
  })

  it('prints the plan of a flow as JSON, without a run', async () => {
    const { code, out } = await explain(testFolder(ordersFiles()), '--json')
    expect(code).toBe(0)
    const plan = JSON.parse(out) as RunPlan
    expect(plan.analyzed).toBe(false)
    expect(Object.keys(plan.nodes)).toContain('check')
    expect(plan.statements.every(({ measured, sql }) => measured === null && sql !== '')).toBe(true)
  })

  it('names a node that is not there, and says of a wrong flow what is wrong', async () => {
    const named = await explain(testFolder(ordersFiles()), '--node', 'chek')
    expect(named).toMatchObject({ code: 2, out: '' })
    expect(named.err).toContain('did you mean `check`?')
    const missing = await explain(testFolder({ 'orders.flow.json': ordersFiles()['orders.flow.json']! }))
    expect(missing).toMatchObject({ code: 1, out: '' })
    expect(missing.err).toContain('E-FILE-MISSING')
  })
})
