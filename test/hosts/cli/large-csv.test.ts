import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const weir = fileURLToPath(new URL('../../../dist/cli/weir.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'weir-large-'))
const rows = 450_000

beforeAll(() => {
  const line = (i: number) =>
    i % 1000 === 0 ? `${i},"two\nlines, and a longer text",${i}\n` : `${i},a longer text of row ${i},${i}\n`
  const lines = Array.from({ length: rows }, (_, i) => (i === 390_001 ? `${i},one more,,\n` : line(i)))
  writeFileSync(join(folder, 'in.csv'), `id,text,n\n${lines.join('')}`)
  const node = (kind: string, settings: object) => ({ kind, version: 1, settings })
  const flow = {
    weir: 1,
    name: 'Large',
    params: {},
    nodes: {
      rows: node('source.csv', { path: 'in.csv' }),
      out: node('sink.parquet', { path: 'out.parquet' }),
      bad: node('sink.csv', { path: 'bad.csv' }),
    },
    edges: [
      { from: 'rows.out', to: 'out.in' },
      { from: 'rows.reject', to: 'bad.in' },
    ],
    tests: [],
    layout: { nodes: {}, groups: [], notes: [] },
  }
  writeFileSync(join(folder, 'f.flow.json'), `${JSON.stringify(flow, null, 2)}\n`)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a file that threads check and copy in pieces is read whole, in its order, with its bad line by number', () => {
  const { status } = spawnSync(process.execPath, [weir, 'run', 'f.flow.json', '--report', 'r.json'], { cwd: folder })
  expect(status).toBe(0)
  expect(readFileSync(join(folder, 'bad.csv'), 'utf8')).toContain(`in.csv,${390_001 + 2 + 391},`)
  const report = JSON.parse(readFileSync(join(folder, 'r.json'), 'utf8'))
  expect(report.sinks).toMatchObject({ out: { rows: rows - 1 }, bad: { rows: 1 } })
})

test('a run is stopped while its file is checked', async () => {
  const run = spawn(process.execPath, [weir, 'run', 'f.flow.json', '--log', 'json'], { cwd: folder })
  let said = ''
  let stopped = Number.POSITIVE_INFINITY
  run.stderr.on('data', data => {
    said += data
    if (!said.includes('checking in.csv') || Number.isFinite(stopped)) return
    stopped = performance.now()
    run.kill('SIGINT')
  })
  const code = await new Promise(resolve => run.on('exit', resolve))
  expect(code).toBe(130)
  expect(performance.now() - stopped).toBeLessThan(5_000)
})
