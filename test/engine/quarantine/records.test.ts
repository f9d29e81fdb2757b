import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { savePatches } from '#core/quarantine/document.ts'
import type { Patch } from '#core/quarantine/patch.ts'
import type { Engine } from '#engine/api.ts'
import { createEngine } from '#engine/engine.ts'
import type { QuarantineEntry } from '#engine/quarantine/types.ts'
import { catalogue } from '#nodes/index.ts'
import { flowOf } from '#test/engine/run/flow-world.ts'
import { testFolder } from '#test/hosts/folder.ts'

let engine: Engine
beforeAll(async () => {
  engine = await createEngine({ catalogue, memory: '1GB', threads: 2 })
})
afterAll(() => engine.close())

type Between = readonly [kind: string, settings: Record<string, unknown>]

const start = (
  files: Readonly<Record<string, string | Buffer>>,
  settings: Record<string, unknown>,
  between: Between = ['transform.pin', {}],
) => {
  const folder = testFolder({})
  const put = (name: string, content: string | Buffer) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  for (const [name, content] of Object.entries(files)) put(name, content)
  const state = join(folder, '.weir')
  const flow = flowOf(
    {
      rows: ['source.json', settings],
      between,
      held: ['sink.quarantine', {}],
      good: ['sink.csv', { path: 'good.csv' }],
    },
    ['rows.out good.in', 'rows.reject between.in', 'between.out held.in'],
  )
  const run = async () => {
    const path = join(folder, 'test.flow.json')
    const request = { flow, path, folder, params: {}, asOf: '2024-05-01T00:00:00.000Z' }
    const { problems, report } = await engine.run(request, { to: [], state, sha256: 'abc' })
    const good = report.sinks.good?.published ? readFileSync(join(folder, 'good.csv'), 'utf8') : ''
    return { codes: problems.map(({ code }) => code), rows: good.trim().split('\n').slice(1) }
  }
  const entries = async () =>
    (
      await engine
        .quarantine(state)
        .page({ flow: 'test.flow.json', node: 'held', states: ['open'], patches: [], offset: 0, limit: 100 })
    ).entries
  const correct = (patches: readonly Patch[]) => writeFileSync(join(folder, 'test.patches.json'), savePatches(patches))
  return { put, run, entries, correct }
}

const patchOf = ({ place, hash }: QuarantineEntry, to: string): Patch => ({
  node: 'rows',
  place: { file: place!.file, line: place!.line! },
  raw: { was: hash!, to },
})

const raws = (entries: readonly QuarantineEntry[]) => entries.map(({ place }) => [place?.file, place?.line, place?.raw])

const long = `{"id":7,"n":"${'x'.repeat(16_777_300)}"}`
const lines = '{"id":1,"n":1}\n{"id":2,"n":\n\n{"id":3,"n":3,"n":4}\r\n[5]\n{"id":6,"n":6}\n'

describe('rejected records of JSON', () => {
  it('of lines are read corrected in their places, and the others keep their numbers', async () => {
    const { run, entries, correct } = start({ 'a.ndjson': `${lines}{"id":8,` }, { path: 'a.ndjson' })
    expect(await run()).toEqual({ codes: [], rows: ['1,1', '6,6'] })
    const found = await entries()
    expect(raws(found)).toEqual([
      ['a.ndjson', 2, '{"id":2,"n":'],
      ['a.ndjson', 4, '{"id":3,"n":3,"n":4}'],
      ['a.ndjson', 5, '[5]'],
      ['a.ndjson', 7, '{"id":8,'],
    ])
    const [two, twice, five, cut] = found as [QuarantineEntry, QuarantineEntry, QuarantineEntry, QuarantineEntry]
    correct([patchOf(two, '{"id":2,\n "n":2}'), patchOf(twice, '{"id":3,"n":4}'), patchOf(cut, '{"id":8,"n":8}')])
    expect(await run()).toEqual({ codes: [], rows: ['1,1', '2,2', '3,4', '6,6', '8,8'] })
    expect(raws(await entries())).toEqual([['a.ndjson', 5, '[5]']])
    correct([patchOf(two, '{"id":2,"n":2}'), patchOf(five, '{"id":')])
    expect(await run()).toEqual({ codes: [], rows: ['1,1', '2,2', '6,6'] })
    expect(raws(await entries())).toContainEqual(['a.ndjson', 5, '{"id":'])
  })

  it('whose text has become something else are kept by what they hold now', async () => {
    const cast: Between = ['transform.cast', { columns: [{ column: 'raw', type: 'INTEGER' }] }]
    const { run, entries } = start({ 'a.ndjson': '5\nx\n{"id":1}\n' }, { path: 'a.ndjson' }, cast)
    expect(await run()).toEqual({ codes: [], rows: ['1'] })
    const found = await entries()
    expect(found.map(({ cells }) => cells.at(-1))).toEqual(['5', null])
    expect(found.map(({ flags }) => flags.map(({ node, rule }) => [node, rule]))).toEqual([[], [['between', 'raw']]])
    expect(raws(found)).toEqual([
      [undefined, undefined, undefined],
      [undefined, undefined, undefined],
    ])
  })

  it('that moved are found by their text, and corrections that no longer fit are said', async () => {
    const { put, run, entries, correct } = start({ 'a.ndjson': lines }, { path: 'a.ndjson' })
    await run()
    const [two, twice, five] = (await entries()) as [QuarantineEntry, QuarantineEntry, QuarantineEntry]
    correct([patchOf(two, '{"id":2,"n":2}'), patchOf(twice, '{"id":3,"n":4}'), patchOf(five, '{"id":5,"n":5}')])
    put('a.ndjson', '{"id":9}\n[5]\n{"id":3,"n":4}\n{"id":3,"n":4}\n{"id":2,"n":\n[5]\n')
    const { codes, rows } = await run()
    expect(codes.toSorted()).toEqual(['I-PATCH-DONE', 'W-PATCH-SEVERAL'])
    expect(rows).toEqual(['9,', '3,4', '3,4', '2,2'])
  })

  it('are those of packed files and of several, some of which are lists', async () => {
    const files = {
      'd/a.json': '[{"id": 1.50, "n": 1},\n {"id": 2, "n": "many"}, {"id": 3, "n": 3}]',
      'd/b.json': `[\n{"id":4,"n":4},\n{"id":5,"n":\n{"id":6,"n":6}\n]`,
      'd/c.json.gz': gzipSync('{"id":7,"n":7}\n{"id":8,"n":"\n'),
    }
    const types = { id: 'DOUBLE', n: 'BIGINT' }
    const { run, entries, correct } = start(files, { path: 'd/*.json*', types, badCells: 'reject' })
    expect((await run()).rows).toEqual(['1.5,1', '3.0,3', '4.0,4', '6.0,6', '7.0,7'])
    const found = await entries()
    expect(raws(found)).toEqual([
      ['d/a.json', 2, '{"id": 2, "n": "many"}'],
      ['d/b.json', 2, '{"id":5,"n":'],
      ['d/c.json.gz', 2, '{"id":8,"n":"'],
    ])
    correct(found.map((entry, i) => patchOf(entry, `{"id":${i},"n":${i}}`)))
    const rows = ['1.5,1', '0.0,0', '3.0,3', '4.0,4', '1.0,1', '6.0,6', '7.0,7', '2.0,2']
    expect(await run()).toEqual({ codes: [], rows })
    expect(await entries()).toEqual([])
  })

  it('are those of a sound list, of records within documents, and of lines that are too long', async () => {
    const list = start(
      { 'a.json': '[{"id": 1.50},\n {"id": "x"}, {"id": 3}]' },
      { path: 'a.json', types: { id: 'DOUBLE' }, badCells: 'reject' },
    )
    await list.run()
    const [x] = await list.entries()
    list.correct([patchOf(x!, '{"id": 2}')])
    expect(await list.run()).toEqual({ codes: [], rows: ['1.5', '2.0', '3.0'] })
    const within = start(
      {
        'd/a.json': '{"data":[{"id":1},{"id":"x"}]}',
        'd/b.json': '{"data":[{"id":3},{"id":"y"}]}',
        'd/c.json': '{"a":1}',
      },
      { path: 'd/*.json', records: '$.data', types: { id: 'BIGINT' }, badCells: 'reject' },
    )
    await within.run()
    const both = await within.entries()
    const [, ...others] = [
      ['d/a.json', 2, '{"id":"x"}'],
      ['d/b.json', 2, '{"id":"y"}'],
      ['d/c.json', 1, '{"a":1}'],
    ]
    expect(raws(both).slice(1)).toEqual(others)
    within.correct([patchOf(both[0]!, '{"id":2}')])
    expect(await within.run()).toEqual({ codes: [], rows: ['1', '2', '3'] })
    expect(raws(await within.entries())).toEqual(others)
    const much = start({ 'a.ndjson': `{"id":6,"n":"a"}\n${long}\n{"id":8,"n":"c"}\n\u0000\n` }, { path: 'a.ndjson' })
    await much.run()
    const [seven, nothing] = await much.entries()
    expect([seven?.place?.line, nothing?.place?.line]).toEqual([2, 4])
    much.correct([patchOf(seven!, '{"id":7,"n":"b"}')])
    expect(await much.run()).toEqual({ codes: [], rows: ['6,a', '7,b', '8,c'] })
    expect((await much.entries()).map(({ cells }) => cells)).toEqual([nothing?.cells])
  })
})
