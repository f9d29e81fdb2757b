import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Engine } from '#engine/api.ts'
import { createEngine } from '#engine/engine.ts'
import { filesUnder } from '#hosts/service/files.ts'
import { fileJournal } from '#hosts/service/journal.ts'
import { recentFiles } from '#hosts/service/recent.ts'
import { createService } from '#hosts/service/service.ts'
import { catalogue } from '#nodes/index.ts'
import { slowFlow } from '#test/hosts/cli/slow-flow.ts'
import { flowText, ordersFiles, weir } from '#test/hosts/cli/weir.ts'
import { testFolder } from '#test/hosts/folder.ts'

let engine: Engine
beforeAll(async () => {
  engine = await createEngine({ catalogue })
})
afterAll(() => engine.close())

const context = { signal: new AbortController().signal }

it('An editor shows rows while the command line runs its flow, says who runs, and runs it afterwards', async () => {
  const text = flowText(slowFlow(4000))
  const folder = testFolder({ ...ordersFiles(), 'orders.flow.json': text })
  const service = createService({
    engine,
    host: 'web',
    version: '1.2.3',
    open: null,
    files: await filesUnder(folder),
    recent: recentFiles(join(folder, 'recent.json')),
    journal: fileJournal(join(folder, 'journal.json')),
    samples: [],
  })
  const document = { text, path: join(folder, 'orders.flow.json') }
  const runHere = async (asked = document) => {
    const events = []
    for await (const event of service.feeds.run({ document: asked }, context)) events.push(event)
    return JSON.stringify(events)
  }
  let ended = false
  let cron: ReturnType<typeof weir> | undefined
  await new Promise<void>(begun => {
    cron = weir(['run', 'orders.flow.json', '--no-cache', '--threads', '1', '--log', 'json'], {
      folder,
      started: (_kill, onOutput) => onOutput(told => /"node":"check","status":"running"/.test(told) && begun()),
    })
    void cron.then(() => {
      ended = true
      begun()
    })
  })
  const page = await service.page({ document, node: 'orders', offset: 0, limit: 10 }, context)
  const refused = await runHere()
  expect({ ended, published: existsSync(join(folder, 'out/good.csv')) }).toEqual({ ended: false, published: false })
  expect(page.rows).toHaveLength(4)
  expect(refused).toMatch(/E-STATE-BUSY.*Another run \(process \d+\) works with the state folder/)
  expect(await cron).toMatchObject({ code: 0 })
  expect(readFileSync(join(folder, 'out/good.csv'), 'utf8').trim().split('\n')).toHaveLength(4)
  expect(await runHere({ ...document, text: flowText(slowFlow(1)) })).toContain('"status":"succeeded"')
})
