import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testFolder } from '#test/hosts/folder.ts'
import { ordersFiles, weir } from './weir.ts'

test('Rejected rows are kept, corrected beside the flow, brought to the sink by the next run, and what no longer fits is said', async () => {
  const folder = testFolder(
    ordersFiles(flow => ({
      ...flow,
      nodes: { ...flow.nodes, bad: { kind: 'sink.quarantine', version: 1, settings: { keys: ['id'] } } },
    })),
  )
  const good = () => readFileSync(join(folder, 'out/good.csv'), 'utf8')
  const run = () => weir(['run', 'orders.flow.json', '--report', 'report.json'], { folder })
  const patch = (id: string, was: string, email: string) => ({
    node: 'check',
    port: 'in',
    key: { id },
    was: { email: was },
    set: { email },
  })
  const first = await run()
  expect([first.code, good()]).toEqual([0, 'id,email,amount\n1,a@example.com,10\n3,c@example.com,30\n4,,40\n'])
  expect(first.err).toMatch(/bad: 1 row, .* in \.weir\/quarantine\.duckdb/)
  const patches = [patch('2', 'nobody', 'b@example.com'), patch('3', 'd@example.com', 'e@example.com')]
  writeFileSync(join(folder, 'orders.patches.json'), JSON.stringify({ weir: 1, patches }))
  const preview = await weir(['preview', 'orders.flow.json', '--node', 'check', '--port', 'pass', '--format', 'csv'], {
    folder,
  })
  expect(preview.out).toContain('2,b@example.com,20')
  const second = await run()
  expect(second.code).toBe(0)
  expect(good()).toBe('id,email,amount\n1,a@example.com,10\n2,b@example.com,20\n3,c@example.com,30\n4,,40\n')
  expect(second.err).toMatch(
    /warning W-PATCH-CHANGED: check: .*`id` `3`.*made of `email` `d@example.com`.*has `email` `c@example.com`/,
  )
  const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))
  expect(report.sinks.bad).toMatchObject({ target: '.weir/quarantine.duckdb', rows: 0, published: true })
  expect(report.nodes.check.ports).toMatchObject({ in: { rows: 4 }, pass: { rows: 4 }, reject: { rows: 0 } })
  expect(report.problems).toMatchObject([{ code: 'W-PATCH-CHANGED', node: 'check' }])
  writeFileSync(join(folder, 'orders.patches.json'), '{ "weir": 1, "patches": [{ "nod": "check" }] }')
  const check = await weir(['check', 'orders.flow.json'], { folder })
  expect(check.code).toBe(2)
  expect(check.out).toMatch(/error E-PATCH-FILE: .*orders\.patches\.json.*unknown key `nod`.*did you mean `node`/)
})
