import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Report } from '#core/report.ts'
import { testFolder } from '#test/hosts/folder.ts'
import { flowText, ordersCsv, ordersFiles, ordersFlow, weir } from './weir.ts'

const run = (folder: string, ...args: string[]) => weir(['run', 'orders.flow.json', ...args], { folder })
const reportOf = (folder: string, name = 'report.json') =>
  JSON.parse(readFileSync(join(folder, name), 'utf8')) as Report

describe('weir run', () => {
  it('writes the sinks, says so on standard error, and ends with 0', async () => {
    const folder = testFolder(ordersFiles())
    const { code, out, err } = await run(folder, '--report', 'deep/report.json')
    expect({ code, out }).toEqual({ code: 0, out: '' })
    expect(readFileSync(join(folder, 'out/good.csv'), 'utf8')).toBe(
      'id,email,amount\n1,a@example.com,10\n3,c@example.com,30\n4,,40\n',
    )
    expect(readFileSync(join(folder, 'out/bad.csv'), 'utf8')).toBe('id,email,amount\n2,nobody,20\n')
    expect(err).toMatch(/good: 3 rows/)
    expect(err).toMatch(/Orders: done/)
    expect(err).not.toContain('\u001b')
    const report = reportOf(folder, 'deep/report.json')
    expect(report).toMatchObject({
      weir: 1,
      run: { status: 'succeeded', params: { least: 0 } },
      nodes: { check: { ports: { in: { rows: 4 }, pass: { rows: 3 }, reject: { rows: 1 } } } },
      sinks: { good: { rows: 3, published: true }, bad: { rows: 1, published: true } },
      quality: { flaggedRows: 1 },
    })
  })

  it('logs JSON lines that end with the report', async () => {
    const folder = testFolder(ordersFiles())
    const { code, err } = await run(folder, '--log', 'json', '--report', 'report.json')
    expect(code).toBe(0)
    const lines = err
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as { event: string; report?: Report })
    expect(lines[0]?.event).toBe('run.started')
    expect(lines.at(-1)).toEqual({ event: 'run.finished', report: reportOf(folder) })
  })

  it('takes typed parameters, from the command line over a file over the default', async () => {
    const folder = testFolder({ ...ordersFiles(), 'p.json': '{"least": 25}' })
    expect((await run(folder, '--params-file', 'p.json')).code).toBe(0)
    expect(readFileSync(join(folder, 'out/good.csv'), 'utf8')).toBe('id,email,amount\n3,c@example.com,30\n4,,40\n')
    expect((await run(folder, '--params-file', 'p.json', '--param', 'least=35', '--report', 'report.json')).code).toBe(
      0,
    )
    expect(readFileSync(join(folder, 'out/good.csv'), 'utf8')).toBe('id,email,amount\n4,,40\n')
    expect(reportOf(folder).run.params).toEqual({ least: 35 })
  })

  it('resolves a path parameter against the working folder, and the flow against its own', async () => {
    const flow = ordersFiles(each => ({
      ...each,
      params: { ...each.params, file: { type: 'path', default: 'none.csv' } },
      nodes: { ...each.nodes, orders: { ...each.nodes.orders, settings: { path: '${file}' } } },
    }))
    const folder = testFolder({ 'flows/orders.flow.json': flow['orders.flow.json']!, 'here/mine.csv': ordersCsv })
    const args = ['run', '../flows/orders.flow.json', '--param', 'file=mine.csv']
    const { code } = await weir(args, { folder: join(folder, 'here') })
    expect(code).toBe(0)
    expect(existsSync(join(folder, 'flows/out/good.csv'))).toBe(true)
  })

  it('runs to one node alone', async () => {
    const folder = testFolder(ordersFiles())
    expect((await run(folder, '--to', 'good')).code).toBe(0)
    expect(readdirSync(join(folder, 'out'))).toEqual(['good.csv'])
  })

  it('keeps its state where it is told to, and beside the flow otherwise', async () => {
    const folder = testFolder(ordersFiles())
    await run(folder, '--state', 'elsewhere')
    expect(existsSync(join(folder, 'elsewhere'))).toBe(true)
    expect(existsSync(join(folder, '.weir'))).toBe(false)
  })

  it('stamps the report with --as-of', async () => {
    const folder = testFolder(ordersFiles())
    await run(folder, '--as-of', '2024-05-06T07:08:09+02:00', '--report', 'report.json')
    expect(reportOf(folder).run.asOf).toBe('2024-05-06T05:08:09.000Z')
  })

  it('ends with 3 when a gate stops it, publishes nothing, and still writes the report', async () => {
    const gate = { error: { stop: { count: 0 } } }
    const folder = testFolder(
      ordersFiles(flow => ({
        ...flow,
        nodes: { ...flow.nodes, check: { ...flow.nodes.check, settings: { ...flow.nodes.check.settings, gate } } },
      })),
    )
    const { code, err } = await run(folder, '--report', 'report.json')
    expect(code).toBe(3)
    expect(existsSync(join(folder, 'out/good.csv'))).toBe(false)
    expect(reportOf(folder).run.status).toBe('gated')
    expect(err).toMatch(/gate/)
  })

  const wrong: readonly (readonly [string, readonly string[], string])[] = [
    ['an unknown parameter', ['--param', 'leest=1'], 'E-PARAM-UNKNOWN'],
    ['a bad value', ['--param', 'least=many'], 'E-PARAM-VALUE'],
    ['a parameter without a value', ['--param', 'least'], 'E-USAGE'],
    ['an unknown node', ['--to', 'god'], 'E-USAGE'],
    ['an unknown option', ['--memry', '1GB'], 'E-USAGE'],
    ['a bad memory size', ['--memory', 'lots'], 'E-USAGE'],
    ['a bad thread count', ['--threads', '0'], 'E-USAGE'],
    ['a bad time', ['--as-of', '2024-13-01'], 'E-USAGE'],
    ['a bad log format', ['--log', 'xml'], 'E-USAGE'],
    ['a parameter file that is no object', ['--params-file', 'orders.csv'], 'E-USAGE'],
  ]
  it.each(wrong)('ends with 2 for %s, and runs nothing', async (_what, args, code) => {
    const folder = testFolder(ordersFiles())
    const ended = await run(folder, ...args)
    expect(ended).toMatchObject({ code: 2, out: '' })
    expect(ended.err).toContain(code)
    expect(ended.err.trim().split('\n')).toHaveLength(1)
    expect(existsSync(join(folder, 'out'))).toBe(false)
  })

  it('names the parameter whose value is bad', async () => {
    const { err } = await run(testFolder(ordersFiles()), '--param', 'least=many')
    expect(err.trim()).toBe('error E-PARAM-VALUE: The parameter `least` should be a whole number, and is `many`.')
  })

  it('says a score to three digits, and no count that is not known yet', async () => {
    const csv = 'id,email,amount\n1,a@example.com,1\n2,b@example.com,2\n3,nobody,3\n'
    const folder = testFolder({ ...ordersFiles(), 'orders.csv': csv })
    const { err } = await run(folder)
    expect(err).toMatch(/quality 0\.667 /)
    expect(err).not.toContain('not counted')
  })

  it('offers the nearest name for a parameter, a node and an option', async () => {
    const folder = testFolder(ordersFiles())
    expect((await run(folder, '--param', 'leest=1')).err).toContain('did you mean `least`?')
    expect((await run(folder, '--to', 'god')).err).toContain('did you mean `good`?')
    expect((await run(folder, '--memry', '1GB')).err).toContain('did you mean `--memory`?')
  })

  it('ends with 2 when a parameter without a default is missing', async () => {
    const folder = testFolder(ordersFiles(flow => ({ ...flow, params: { least: { type: 'integer' } } })))
    const { code, err } = await run(folder)
    expect(code).toBe(2)
    expect(err).toContain('E-PARAM-MISSING')
    expect(err).toContain('--param least=VALUE')
  })

  it('ends with 1 when a target cannot be written, and leaves the old one', async () => {
    const folder = testFolder({ ...ordersFiles(), 'out/good.csv/inside': 'a folder where a file should be' })
    const { code, err } = await run(folder)
    expect(code).toBe(1)
    expect(err).toMatch(/E-/)
    expect(readFileSync(join(folder, 'out/good.csv/inside'), 'utf8')).toContain('a folder')
    expect(existsSync(join(folder, 'out/bad.csv'))).toBe(false)
  })

  it('ends with 1 when the target is read-only', async () => {
    const folder = testFolder(ordersFiles())
    mkdirSync(join(folder, 'closed'))
    chmodSync(join(folder, 'closed'), 0o555)
    // Permissions do not stop root, but nobody makes files in /sys.
    const path = process.getuid?.() === 0 ? '/sys/good.csv' : 'closed/good.csv'
    const good = { ...ordersFlow.nodes.good, settings: { path } }
    writeFileSync(join(folder, 'orders.flow.json'), flowText({ ...ordersFlow, nodes: { ...ordersFlow.nodes, good } }))
    const { code, err } = await run(folder)
    expect(code).toBe(1)
    expect(err).toMatch(/error E-/)
    expect(existsSync(join(folder, 'out/bad.csv'))).toBe(false)
  })

  it('ends with 130 on Ctrl-C, and publishes nothing', async () => {
    const rows = 'from range(400) a, range(100000) b, range(1000) c'
    const flow = {
      weir: 1,
      name: 'Long',
      nodes: {
        one: {
          kind: 'source.inline',
          version: 1,
          settings: { columns: [{ name: 'n', type: 'BIGINT' }], rows: [['1']] },
        },
        long: {
          kind: 'transform.sql',
          version: 1,
          settings: { inputs: ['t'], sql: [`select sum(a.range * b.range + c.range) as s`, rows, ', t'] },
        },
        out: { kind: 'sink.csv', version: 1, settings: { path: 'out.csv' } },
      },
      edges: [
        { from: 'one.out', to: 'long.t' },
        { from: 'long.out', to: 'out.in' },
      ],
    }
    const folder = testFolder({ 'long.flow.json': JSON.stringify(flow) })
    let begin = 0
    const ended = await weir(['run', 'long.flow.json', '--log', 'json'], {
      folder,
      started: (kill, onOutput) => {
        let sent = false
        onOutput(text => {
          if (sent || !text.includes('running')) return
          sent = true
          begin = performance.now()
          setTimeout(() => kill('SIGINT'), 200)
        })
      },
    })
    expect(ended.code).toBe(130)
    expect(performance.now() - begin).toBeLessThan(3000)
    expect(readdirSync(folder).filter(name => !name.startsWith('.weir'))).toEqual(['long.flow.json'])
  })
})
