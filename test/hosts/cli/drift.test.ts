import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testFolder } from '#test/hosts/folder.ts'
import { ordersFiles, weir } from './weir.ts'

test('A source whose columns changed warns, or stops the run with 3, and publishes nothing then', async () => {
  const folder = testFolder(ordersFiles())
  const run = () => weir(['run', 'orders.flow.json'], { folder })
  const good = () => readFileSync(join(folder, 'out/good.csv'), 'utf8')
  const stops = () => {
    const flow = JSON.parse(readFileSync(join(folder, 'orders.flow.json'), 'utf8'))
    flow.nodes.orders.settings.onDrift = 'stop'
    writeFileSync(join(folder, 'orders.flow.json'), `${JSON.stringify(flow, null, 2)}\n`)
  }
  expect((await run()).code).toBe(0)
  writeFileSync(join(folder, 'orders.csv'), 'id,email,amount,note\n1,a@example.com,10,x\n')
  const { runs } = JSON.parse((await weir(['check', 'orders.flow.json', '--format', 'sarif'], { folder })).out)
  expect(runs[0].results).toMatchObject([
    {
      ruleId: 'W-DRIFT',
      level: 'warning',
      message: { text: expect.stringMatching(/last good run: `note` \(VARCHAR\) is new\./) },
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: 'orders.flow.json' } },
          logicalLocations: [{ name: 'orders', fullyQualifiedName: 'orders.onDrift' }],
        },
      ],
    },
  ])
  expect(runs[0].tool.driver.rules).toMatchObject([{ id: 'W-DRIFT' }])
  const warned = await run()
  expect(warned.code).toBe(0)
  expect(warned.err).toMatch(/warning W-DRIFT: orders.onDrift: .*last good run: `note` \(VARCHAR\) is new\./)
  const before = good()
  stops()
  expect((await run()).code).toBe(0)
  writeFileSync(join(folder, 'orders.csv'), 'id,email,amount\n1,a@example.com,20\n')
  const stopped = await run()
  expect(stopped.code).toBe(3)
  expect(stopped.err).toMatch(/error E-DRIFT: orders.onDrift: .*`note` \(VARCHAR\) is gone\. .*before anything is read/)
  expect(good()).toBe(before)
  expect((await weir(['help', 'E-DRIFT'], { folder })).out).toContain('onDrift')
})
