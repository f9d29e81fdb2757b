import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { QualityDocument } from '#core/quality-report/types.ts'
import { testFolder } from '#test/hosts/folder.ts'
import { ordersFiles, weir } from './weir.ts'

const run = (folder: string, ...args: string[]) => weir(['run', 'orders.flow.json', ...args], { folder })
const read = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8')
const document = (folder: string, name: string) => JSON.parse(read(folder, name)) as QualityDocument

/** The orders flow, whose validator stops the run when any row breaks its rule. */
const gated = () =>
  ordersFiles(flow => ({
    ...flow,
    nodes: {
      ...flow.nodes,
      check: {
        ...flow.nodes.check,
        settings: { rules: [{ ...flow.nodes.check.settings.rules[0], gate: { stop: { count: 0 } } }] },
      },
    },
  }))

describe('weir run --quality', () => {
  it('writes a page, JSON or JUnit by the ending of the file', async () => {
    const folder = testFolder(ordersFiles())
    for (const name of ['deep/q.html', 'q.htm', 'q.json', 'q.xml'])
      expect(await run(folder, '--quality', name)).toMatchObject({ code: 0, out: '' })
    expect(read(folder, 'deep/q.html')).toMatch(/^<!doctype html>.*<h1>The rule does not hold<\/h1>/s)
    expect(read(folder, 'q.htm')).toContain('nobody')
    expect(read(folder, 'q.xml')).toMatch(/^<\?xml .*<testsuites name="Orders" tests="3" failures="1"/s)
    const { validators, sinks, trend, flow } = document(folder, 'q.json')
    expect(flow.path).toBe('orders.flow.json')
    expect(validators[0]?.rules).toMatchObject([{ id: 'mail', evaluated: 3, failed: 1 }])
    expect(validators[0]?.rules[0]?.samples).toEqual([
      {
        reason: 'email is not an email address: nobody',
        cells: [
          { column: 'id', value: 2, bad: false },
          { column: 'email', value: 'nobody', bad: true },
          { column: 'amount', value: 20, bad: false },
        ],
      },
    ])
    expect(sinks).toMatchObject({ good: { rows: 3, published: true } })
    expect(trend).toHaveLength(3)
  })

  it('is a mistake with another ending, and nothing runs', async () => {
    const folder = testFolder(ordersFiles())
    const { code, err } = await run(folder, '--quality', 'quality.pdf')
    expect(code).toBe(2)
    expect(err).toMatch(/E-USAGE: .*`quality\.pdf`.* Hint: name it \.html, \.json or \.xml/)
    expect(existsSync(join(folder, 'out'))).toBe(false)
  })

  it('is written where a gate stopped the run, and says so in large letters', async () => {
    const folder = testFolder(gated())
    expect((await run(folder, '--quality', 'q.html')).code).toBe(3)
    expect(read(folder, 'q.html')).toContain('<h1>Stopped: nothing was published</h1>')
    expect(existsSync(join(folder, 'out'))).toBe(false)
    expect((await run(folder, '--quality', 'q.xml')).code).toBe(3)
    expect(read(folder, 'q.xml')).toMatch(/<testcase name="gates" [^>]*><failure/)
  })

  it('is written where the run failed, but not where the flow is wrong', async () => {
    const folder = testFolder(ordersFiles())
    mkdirSync(join(folder, 'out/good.csv'), { recursive: true })
    expect((await run(folder, '--quality', 'q.html')).code).toBe(1)
    expect(read(folder, 'q.html')).toContain('<h1>The run failed: nothing was published</h1>')
    const wrong = testFolder(ordersFiles(flow => ({ ...flow, edges: flow.edges.slice(1) })))
    expect((await run(wrong, '--quality', 'q.html')).code).toBe(2)
    expect(existsSync(join(wrong, 'q.html'))).toBe(false)
  })

  it('that cannot be written is a failure that leaves the old file and no draft', async () => {
    const folder = testFolder({ ...ordersFiles(), 'q.html/in-the-way.txt': '' })
    const { code, err } = await run(folder, '--quality', 'q.html')
    expect(code).toBe(1)
    expect(err).toMatch(/E-FILE-\w+: .*`q\.html`/)
    expect(readdirSync(folder).filter(name => name.endsWith('.draft'))).toEqual([])
  })

  it('keeps what the rows hold out of the log and the report', async () => {
    const folder = testFolder(ordersFiles())
    const { err } = await run(folder, '--quality', 'q.json', '--report', 'r.json', '--log', 'json')
    expect(read(folder, 'q.json')).toContain('nobody')
    expect(err + read(folder, 'r.json')).not.toContain('nobody')
  })

  it('is told of by its help', async () => {
    const { out } = await weir(['help', 'run'], { folder: testFolder() })
    expect(out).toContain('--quality F')
    expect(out).toContain('also where a gate stopped it or it failed')
  })
})
