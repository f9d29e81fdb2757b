import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Engine } from '#engine/api.ts'
import { createEngine } from '#engine/engine.ts'
import { filesUnder } from '#hosts/service/files.ts'
import { fileJournal } from '#hosts/service/journal.ts'
import { recentFiles } from '#hosts/service/recent.ts'
import { createService } from '#hosts/service/service.ts'
import { catalogue } from '#nodes/index.ts'
import type { Service } from '#rpc/contract.ts'
import { RpcError } from '#rpc/error.ts'
import { flowOf } from '#test/engine/preview/engine-of-tests.ts'
import { flowText } from '#test/hosts/cli/weir.ts'
import { testFolder } from '#test/hosts/folder.ts'

const many = 10_000
const edits = 100

let engine: Engine
let service: Service
let path: string
beforeAll(async () => {
  engine = await createEngine({ catalogue, memory: '64MB', threads: 2 })
})
afterAll(() => engine.close())

const start = async () => {
  const lines = Array.from({ length: many }, (_, i) => `${i},name ${i % 500}`)
  const folder = testFolder({ 'many.csv': `id,name\n${lines.join('\n')}\n` })
  const state = testFolder()
  path = join(folder, 'edited.flow.json')
  service = createService({
    engine,
    host: 'web',
    version: '1.2.3',
    open: null,
    files: await filesUnder(folder),
    recent: recentFiles(join(state, 'recent.json')),
    journal: fileJournal(join(state, 'journal.json')),
    samples: [],
  })
}

/** The flow after the n-th edit, whose rows tell which it was. */
const documentOf = (edit: number) => ({
  text: flowText(
    flowOf(
      {
        many: ['source.csv', { path: 'many.csv' }],
        edited: ['transform.formula', { columns: [{ name: 'edit', expression: `${edit} + 0 * id` }] }],
        sums: [
          'transform.aggregate',
          { keys: ['name'], measures: [{ name: 'edit', function: 'max', column: 'edit' }] },
        ],
        pairs: ['transform.join', { keys: [{ left: 'name', right: 'name' }] }],
      },
      ['many.out edited.in', 'edited.out sums.in', 'edited.out pairs.left', 'many.out pairs.right'],
    ),
  ),
  path,
})

const context = { signal: new AbortController().signal }
let asked = -1

/** What is shown of an edit: null where a newer one took its place. */
const shown = async (edit: number, node: string, quick: boolean): Promise<number | null> => {
  try {
    const { columns, rows } = await service.page(
      { document: documentOf(edit), node, offset: 0, limit: 10, quick },
      context,
    )
    if (edit !== asked) throw new Error(`Edit ${edit} is shown after ${asked} was asked for`)
    return Number(rows[0]![columns.findIndex(column => column.name === 'edit')])
  } catch (error) {
    if (error instanceof RpcError && error.problem.code === 'E-CANCELLED') return null
    throw error
  }
}

const checked = async (edit: number): Promise<number> => {
  try {
    return (await service.check({ document: documentOf(edit) }, context)).problems.length
  } catch (error) {
    if (error instanceof RpcError && error.problem.code === 'E-CANCELLED') return 0
    throw error
  }
}

const type = async (from: number) => {
  const all: Promise<readonly [number, number | null, number | null, number]>[] = []
  for (asked = from; ; asked += 1) {
    const edit = asked
    const answers = [shown(edit, 'sums', true), shown(edit, 'pairs', edit % 2 === 0), checked(edit)] as const
    all.push(Promise.all(answers).then(([sums, pairs, problems]) => [edit, sums, pairs, problems] as const))
    if (edit === from + edits - 1) break
    await setTimeout(2)
  }
  return Promise.all(all)
}

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

const memory = async (): Promise<number> => {
  for (let i = 0; i < 3; i += 1) {
    collect()
    await setTimeout(50)
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external + (await engine.memory()).usedBytes
}

it('a hundred quick edits show the last one and none that is old, and leave no memory behind', async () => {
  await start()
  asked = 0
  await Promise.all([shown(0, 'sums', false), shown(0, 'pairs', false)])
  const used: number[] = []
  // what is kept of earlier rows and texts is bounded, and full after two rounds
  for (const from of [0, edits, 2 * edits]) {
    const answers = await type(from)
    const last = from + edits - 1
    expect(
      answers.filter(([edit, ...pages]) => pages.slice(0, 2).some(page => page !== null && page !== edit)),
    ).toEqual([])
    expect(answers.at(-1)).toEqual([last, last, last, 0])
    expect(answers.filter(([, sums]) => sums === null).length).toBeGreaterThan(0)
    used.push(await memory())
  }
  expect(used[2]).toBeLessThan(used[1]! * 1.1)
})

it('an older request is given up at once, and the newer one does not wait for its work', async () => {
  await start()
  const endless = {
    text: flowText(
      flowOf(
        {
          many: ['source.csv', { path: 'many.csv' }],
          edited: [
            'transform.sql',
            { inputs: ['many'], sql: ['SELECT sum(a.id * b.id % 7) AS edit FROM many a, many b, many c'] },
          ],
        },
        ['many.out edited.many'],
      ),
    ),
    path,
  }
  asked = 0
  await shown(0, 'edited', false)
  const old = service.page({ document: endless, node: 'edited', offset: 0, limit: 10 }, context).catch(error => error)
  await setTimeout(300)
  const began = performance.now()
  const [, left] = await Promise.all([shown(0, 'edited', true), old.then(() => performance.now() - began)])
  expect(await old).toMatchObject({ problem: { code: 'E-CANCELLED' } })
  expect(left).toBeLessThan(50)
  expect(performance.now() - began).toBeLessThan(1_000)
})
