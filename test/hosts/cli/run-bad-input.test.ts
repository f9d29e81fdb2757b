import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'

const weir = fileURLToPath(new URL('../../../dist/cli/weir.js', import.meta.url))
const root = mkdtempSync(join(tmpdir(), 'weir-bad-'))
let folder = root

afterAll(() => rmSync(root, { recursive: true, force: true }))

beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'))
  mkdirSync(join(folder, 'out'))
  writeFileSync(join(folder, 'in.csv'), 'id,amount\n1,10\n2,20\n')
  writeFileSync(join(folder, 'out/o.csv'), 'what was there before\n')
})

type Nodes = Record<string, unknown>

const node = (kind: string, settings: object) => ({ kind, version: 1, settings })
const csv = (path: string, more: object = {}) => node('source.csv', { path, ...more })

const write = (nodes: Nodes, edges: readonly (readonly [string, string])[], more: object = {}) => {
  const flow = { weir: 1, name: 'Bad', params: {}, nodes, edges: edges.map(([from, to]) => ({ from, to })), tests: [] }
  const layout = { nodes: {}, groups: [], notes: [] }
  writeFileSync(join(folder, 'f.flow.json'), `${JSON.stringify({ ...flow, layout, ...more }, null, 2)}\n`)
}

const run = (...args: string[]) => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [weir, 'run', 'f.flow.json', ...args], {
    cwd: folder,
    encoding: 'utf8',
  })
  return { code: status, said: stderr + stdout }
}

/** Refused in a sentence, with the code, the old target as it was, and nothing left beside it. */
const refused = (code: number, ...words: string[]) => {
  const { code: got, said } = run()
  expect(said).not.toMatch(/\n\s+at .*:\d+:\d+/)
  for (const word of words) expect(said).toContain(word)
  expect(got).toBe(code)
  expect(readFileSync(join(folder, 'out/o.csv'), 'utf8')).toBe('what was there before\n')
  expect(readdirSync(join(folder, 'out'))).toEqual(['o.csv'])
}

const through = (source: object, where = 'amount > 0') =>
  write({ s: source, f: node('transform.filter', { where }), o: node('sink.csv', { path: 'out/o.csv' }) }, [
    ['s.out', 'f.in'],
    ['f.match', 'o.in'],
  ])

describe('a run', () => {
  test('says that a source file is not there, and which one is like it', () => {
    through(csv('inn.csv'))
    refused(1, 'E-FILE-MISSING', 'inn.csv', 'in.csv')
  })

  test('says that a source is a folder', () => {
    through(csv('out'))
    refused(1, 'E-FILE-FOLDER')
  })

  test('says that a source file is empty', () => {
    writeFileSync(join(folder, 'in.csv'), '')
    through(csv('in.csv'))
    refused(1, 'E-FILE-EMPTY')
  })

  test('says that a source file is binary junk', () => {
    writeFileSync(join(folder, 'in.csv'), Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256)))
    through(csv('in.csv'))
    refused(1, 'in.csv')
  })

  test('takes a file with a header and no rows, and writes none', () => {
    writeFileSync(join(folder, 'in.csv'), 'id,amount\n')
    through(csv('in.csv', { types: { amount: 'BIGINT' } }))
    expect(run().code).toBe(0)
    expect(readFileSync(join(folder, 'out/o.csv'), 'utf8')).toBe('id,amount\n')
  })

  test('names a column that vanished from the file', () => {
    writeFileSync(join(folder, 'in.csv'), 'id,amounts\n1,10\n')
    through(csv('in.csv'))
    refused(2, 'E-COLUMN-UNKNOWN', 'amount', 'did you mean `amounts`?')
  })

  test('flags the cells of a column whose type changed, and keeps the rows', () => {
    writeFileSync(join(folder, 'in.csv'), 'id,amount\n1,10\n2,twenty\n')
    write(
      {
        s: csv('in.csv', { types: { amount: 'BIGINT' } }),
        o: node('sink.csv', { path: 'out/o.csv', flagged: 'columns' }),
      },
      [['s.out', 'o.in']],
    )
    expect(run().code).toBe(0)
    const written = readFileSync(join(folder, 'out/o.csv'), 'utf8')
    expect(written.split('\n')).toHaveLength(4)
    expect(written).toContain('twenty')
  })

  test('names an unknown kind, a cycle and broken JSON, before anything is run', () => {
    write({ s: node('source.csvv', { path: 'in.csv' }), o: node('sink.csv', { path: 'out/o.csv' }) }, [
      ['s.out', 'o.in'],
    ])
    refused(2, 'E-KIND-UNKNOWN', 'source.csv')
    const filter = node('transform.filter', { where: 'true' })
    write({ a: filter, b: filter, o: node('sink.csv', { path: 'out/o.csv' }) }, [
      ['a.match', 'b.in'],
      ['b.match', 'a.in'],
      ['b.rest', 'o.in'],
    ])
    refused(2, 'E-CYCLE', '`a` → `b` → `a`')
    writeFileSync(join(folder, 'f.flow.json'), '{ "weir": 1,\n  "name": }')
    refused(2, 'E-JSON', 'line 2')
  })

  test('refuses a flow from a newer version', () => {
    write({}, [], { weir: 99 })
    refused(2, 'E-FLOW-NEWER')
  })

  test('refuses a read-only target', () => {
    through(csv('in.csv'))
    chmodSync(join(folder, 'out/o.csv'), 0o444)
    refused(1, 'out/o.csv')
  })

  test('keeps the old target where the disk is full', () => {
    const small = join(folder, 'small')
    mkdirSync(small)
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', small], { stdio: 'ignore' })
    } catch {
      console.warn('a small tmpfs cannot be mounted here: a full disk is not tried from the command line')
      return
    }
    try {
      writeFileSync(join(small, 'o.csv'), 'what was there before\n')
      const rows = Array.from({ length: 60_000 }, (_, i) => `${i},${i * 7}`)
      writeFileSync(join(folder, 'in.csv'), `id,amount\n${rows.join('\n')}\n`)
      write({ s: csv('in.csv'), o: node('sink.csv', { path: 'small/o.csv' }) }, [['s.out', 'o.in']])
      const { code, said } = run()
      expect(said).toMatch(/space|full/i)
      expect(code).toBe(1)
      expect(readFileSync(join(small, 'o.csv'), 'utf8')).toBe('what was there before\n')
      expect(readdirSync(small)).toEqual(['o.csv'])
    } finally {
      execFileSync('umount', [small])
    }
  })

  test('of a flow that is not there, or is a folder, says so', () => {
    expect(run()).toMatchObject({ code: 1, said: expect.stringContaining('f.flow.json') })
    mkdirSync(join(folder, 'f.flow.json'))
    const { code, said } = run()
    expect(code).toBe(1)
    expect(said).not.toMatch(/\n\s+at /)
    expect(existsSync(join(folder, 'f.flow.json'))).toBe(true)
  })
})
