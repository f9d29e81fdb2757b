import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { testFolder } from '#test/hosts/folder.ts'
import { flowText, ordersFiles, ordersFlow, weir } from './weir.ts'

interface Preview {
  readonly columns: { name: string; type: string }[]
  readonly rows: unknown[][]
  readonly flags: {
    node: string
    rule: string
    columns: string[]
    severity: string
    message: string
    value: unknown
    via: string[]
  }[][]
  readonly rowCount: number | null
  readonly scope: string
}

describe('weir preview', () => {
  const preview = (folder: string, ...args: string[]) => weir(['preview', 'orders.flow.json', ...args], { folder })

  it('prints rows with their flags as JSON, and writes nothing', async () => {
    const folder = testFolder(ordersFiles())
    const { code, out } = await preview(folder, '--node', 'check', '--format', 'json')
    expect(code).toBe(0)
    const page = JSON.parse(out) as Preview
    expect(Object.keys(page)).toEqual(['columns', 'rows', 'flags', 'rowCount', 'scope'])
    expect(page.columns.map(column => column.name)).toEqual(['id', 'email', 'amount'])
    expect(page.rows[1]).toEqual([2, 'nobody', 20])
    expect(page.flags.map(flags => flags.length)).toEqual([0, 1, 0, 0])
    expect(page.flags[1]![0]).toMatchObject({
      node: 'check',
      rule: 'mail',
      kind: 'format',
      columns: ['email'],
      severity: 'error',
      value: 'nobody',
      via: [],
    })
    expect(page).toMatchObject({ rowCount: 4, scope: 'all' })
    expect(readFileSync(join(folder, 'orders.flow.json'), 'utf8')).toBe(flowText(ordersFlow))
  })

  it('takes port, limit, offset and flagged', async () => {
    const folder = testFolder(ordersFiles())
    const rows = async (...args: string[]) =>
      (JSON.parse((await preview(folder, '--format', 'json', ...args)).out) as Preview).rows.map(row => row[0])
    expect(await rows('--node', 'check', '--port', 'pass')).toEqual([1, 3, 4])
    expect(await rows('--node', 'check', '--limit', '2', '--offset', '1')).toEqual([2, 3])
    expect(await rows('--node', 'check', '--flagged')).toEqual([2])
    expect(await rows('--node', 'big', '--param', 'least=25')).toEqual([3, 4])
  })

  it('prints CSV with quotes where they are needed', async () => {
    const folder = testFolder({ ...ordersFiles(), 'orders.csv': 'id,email,amount\n1,"a,""b""",10\n2,,20\n' })
    const { out } = await preview(folder, '--node', 'orders', '--format', 'csv')
    expect(out).toBe('id,email,amount\n1,"a,""b""",10\n2,,20\n')
  })

  it('prints a table with the reasons of flagged rows', async () => {
    const folder = testFolder(ordersFiles())
    const { out } = await preview(folder, '--node', 'check')
    expect(out).toMatch(/^ ?!2 +2 +nobody +20$/m)
    expect(out).toMatch(/rows 1 to 4 of 4 \(all\)/)
    expect(out).toMatch(/2: error check\.mail: /)
  })

  it('reads more rows than a page has', async () => {
    const lines = Array.from({ length: 2500 }, (_, i) => `${i},a@b.de,${i}`)
    const folder = testFolder({ ...ordersFiles(), 'orders.csv': `id,email,amount\n${lines.join('\n')}\n` })
    const { out } = await preview(folder, '--node', 'orders', '--limit', '2200', '--format', 'json')
    const { rows } = JSON.parse(out) as Preview
    expect(rows).toHaveLength(2200)
    expect(rows.map(row => row[0])).toEqual(Array.from({ length: 2200 }, (_, i) => i))
  })

  it('looks at a node although another one is broken', async () => {
    const folder = testFolder(
      ordersFiles(flow => ({
        ...flow,
        nodes: { ...flow.nodes, bad: { kind: 'sink.nowhere', version: 1, settings: {} } },
      })),
    )
    expect((await preview(folder, '--node', 'check')).code).toBe(0)
  })

  it('ends with 2 without a node, for an unknown node or port, and for a sink', async () => {
    const folder = testFolder(ordersFiles())
    expect(await preview(folder)).toMatchObject({ code: 2, err: expect.stringContaining('orders, big, check') })
    expect(await preview(folder, '--node', 'chek')).toMatchObject({
      code: 2,
      err: expect.stringContaining('did you mean `check`?'),
    })
    expect(await preview(folder, '--node', 'check', '--port', 'rejct')).toMatchObject({
      code: 2,
      err: expect.stringContaining('did you mean `reject`?'),
    })
    expect(await preview(folder, '--node', 'good')).toMatchObject({ code: 2, err: expect.stringContaining('sink') })
    expect((await preview(folder, '--node', 'check', '--limit', '0')).code).toBe(2)
  })
})

describe('weir check', () => {
  it('ends with 0 for a flow without errors, and prints JSON', async () => {
    const folder = testFolder(ordersFiles())
    const { code, out } = await weir(['check', 'orders.flow.json', '--format', 'json'], { folder })
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual({ flows: [{ path: 'orders.flow.json', problems: [] }] })
  })

  it('checks several flows, and ends with 2 for any error', async () => {
    const folder = testFolder({ ...ordersFiles(), 'b.flow.json': '{' })
    const { code, out, err } = await weir(['check', 'orders.flow.json', 'b.flow.json', 'none.flow.json'], { folder })
    expect(code).toBe(2)
    expect(out).toMatch(/^b\.flow\.json: error E-JSON: .*\nnone\.flow\.json: error E-FILE-MISSING: .*\n$/)
    expect(err).toContain('orders.flow.json: no problems')
  })
})

describe('weir format', () => {
  it('leaves a formatted flow alone, and ends with 0', async () => {
    const folder = testFolder(ordersFiles())
    await weir(['format', 'orders.flow.json'], { folder })
    const before = readFileSync(join(folder, 'orders.flow.json'), 'utf8')
    expect(await weir(['format', '--check', 'orders.flow.json'], { folder })).toMatchObject({ code: 0, out: '' })
    expect(readFileSync(join(folder, 'orders.flow.json'), 'utf8')).toBe(before)
  })

  it('with --check ends with 4 and writes nothing, without it writes', async () => {
    const text = JSON.stringify(ordersFlow)
    const folder = testFolder({ ...ordersFiles(), 'orders.flow.json': text })
    expect(await weir(['format', '--check', 'orders.flow.json'], { folder })).toMatchObject({
      code: 4,
      out: 'orders.flow.json\n',
    })
    expect(readFileSync(join(folder, 'orders.flow.json'), 'utf8')).toBe(text)
    expect((await weir(['format', 'orders.flow.json'], { folder })).code).toBe(0)
    expect(JSON.parse(readFileSync(join(folder, 'orders.flow.json'), 'utf8'))).toMatchObject({
      weir: 1,
      name: 'Orders',
    })
    expect((await weir(['format', '--check', 'orders.flow.json'], { folder })).code).toBe(0)
  })
})

describe('the catalogues', () => {
  const folder = () => testFolder()

  it('of nodes are JSON with ports and the JSON Schema of the settings', async () => {
    const { code, out } = await weir(['nodes', '--json'], { folder: folder() })
    expect(code).toBe(0)
    const entries = JSON.parse(out) as { kind: string; settings: { type?: string; properties?: object } }[]
    expect(entries.map(entry => entry.kind)).toContain('transform.filter')
    for (const entry of entries) {
      expect(Object.keys(entry)).toEqual([
        'kind',
        'version',
        'group',
        'title',
        'summary',
        'inputs',
        'outputs',
        'settings',
      ])
      expect(entry.settings.properties).toBeTypeOf('object')
    }
  })

  it('of rules have dimension and flags', async () => {
    const { out } = await weir(['rules', '--json'], { folder: folder() })
    const entries = JSON.parse(out) as { kind: string; dimension: string; flags: string }[]
    expect(entries.map(entry => entry.kind)).toEqual(expect.arrayContaining(['not_null', 'unique', 'format']))
    for (const entry of entries) {
      expect(['row', 'cell', 'whole']).toContain(entry.flags)
      expect(entry.dimension).toBeTypeOf('string')
    }
  })

  it('tell of one kind, and offer the nearest for an unknown one', async () => {
    expect((await weir(['nodes', 'transform.filter'], { folder: folder() })).out).toMatch(
      /outputs: match, rest[\s\S]*where/,
    )
    expect((await weir(['rules', 'unique'], { folder: folder() })).out).toMatch(/columns/)
    expect(await weir(['nodes', 'transform.filtr'], { folder: folder() })).toMatchObject({
      code: 2,
      err: expect.stringContaining('did you mean `transform.filter`?'),
    })
    expect((await weir(['rules', 'uniqe', '--json'], { folder: folder() })).code).toBe(2)
  })

  it('include the schema of the document', async () => {
    const { out } = await weir(['schema'], { folder: folder() })
    expect(JSON.parse(out)).toMatchObject({ type: 'object', properties: { weir: { const: 1 } } })
  })
})

describe('weir help', () => {
  const say = (...args: string[]) => weir(args, { folder: testFolder() })

  it('lists the verbs, also without arguments', async () => {
    for (const args of [[], ['help'], ['--help'], ['-h']]) {
      const { code, out } = await say(...args)
      expect(code).toBe(0)
      for (const verb of ['open', 'serve', 'run', 'check', 'preview', 'format', 'nodes', 'rules', 'schema', 'help'])
        expect(out).toContain(`weir ${verb}`)
    }
  })

  it('tells of a verb and of a code', async () => {
    expect((await say('help', 'run')).out).toContain('--as-of ISO')
    expect((await say('run', '--help')).out).toContain('--as-of ISO')
    expect((await say('help', 'e-column-unknown')).out).toMatch(/^E-COLUMN-UNKNOWN: /)
    expect((await say('--version')).out).toMatch(/^weir \d+\.\d+\.\d+\n$/)
  })

  it('offers the nearest verb or code, and ends with 2', async () => {
    expect(await say('chek', 'a')).toMatchObject({ code: 2, err: expect.stringContaining('did you mean `check`?') })
    expect(await say('help', 'E-COLUMN-UNKNWN')).toMatchObject({
      code: 2,
      err: expect.stringContaining('E-COLUMN-UNKNOWN'),
    })
  })
})
