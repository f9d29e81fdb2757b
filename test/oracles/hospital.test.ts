import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Flow } from '#core/flow/types.ts'
import type { Engine } from '#engine/api.ts'
import { createEngine } from '#engine/engine.ts'
import type { PageResult } from '#engine/types.ts'
import { catalogue } from '#nodes/index.ts'
import { oracleFolder } from './folder.ts'

const folder = oracleFolder('hospital')

/** `t1&t2&EQ(t1.A,t2.A)&IQ(t1.B,t2.B)`: rows that are the same in A differ in B. */
const constraints = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line, i) => {
      const named = (sign: string) => [...line.matchAll(new RegExp(`${sign}\\(t1\\.(\\w+),`, 'g'))].map(m => m[1]!)
      return { id: `fd_${i + 1}`, kind: 'functional_dependency', determinant: named('EQ'), columns: named('IQ') }
    })

const flowOver = (columns: readonly string[], rules: readonly object[]): Flow => ({
  weir: 1,
  name: 'Hospital',
  params: {},
  nodes: {
    hospital: {
      kind: 'source.csv',
      version: 1,
      settings: { path: 'hospital.csv', types: Object.fromEntries(columns.map(name => [name, 'VARCHAR'])) },
    },
    check: { kind: 'validate.rules', version: 1, settings: { rules } },
  },
  edges: [{ from: 'hospital.out', to: 'check.in' }],
  tests: [],
  layout: { nodes: {}, groups: [], notes: [] },
})

/** The true value of every cell, by row and column. */
const truth = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map(line => {
        const [row, column, ...value] = line.split(',')
        return [
          `${row} ${column}`,
          value
            .join(',')
            .replace(/^"(.*)"$/s, '$1')
            .replaceAll('""', '"'),
        ]
      }),
  )

describe.skipIf(folder === null)('functional dependencies over the hospital data', () => {
  let engine: Engine
  let page: PageResult
  let rules: ReturnType<typeof constraints>

  beforeAll(async () => {
    engine = await createEngine({ catalogue, memory: '1GB', threads: 2 })
    rules = constraints(readFileSync(join(folder!, 'hospital_constraints.txt'), 'utf8'))
    const header = readFileSync(join(folder!, 'hospital.csv'), 'utf8').split(/\r?\n/, 1)[0]!.split(',')
    const request = {
      flow: flowOver(header, rules),
      path: null,
      folder: folder!,
      params: {},
      asOf: '2024-06-30T00:00:00.000Z',
    }
    const compiled = await engine.compile(request)
    expect(compiled.problems).toEqual([])
    page = await engine.page(request, { node: 'check', port: 'out', offset: 0, limit: 1000, cutAt: 1000 })
  })

  afterAll(() => engine.close())

  test('reads fifteen constraints and a thousand rows', () => {
    expect([rules.length, page.rows.length, page.rowCount]).toEqual([15, 1000, 1000])
    expect(rules.filter(rule => rule.determinant.length > 1).map(rule => rule.determinant)).toEqual([
      ['Condition', 'MeasureName'],
      ['HospitalName', 'PhoneNumber', 'HospitalOwner'],
    ])
  })

  test('name the wrong cells with a precision of at least 0.95 and a recall of at least 0.84', () => {
    const right = truth(readFileSync(join(folder!, 'hospital_clean.csv'), 'utf8'))
    const wrong = new Set<string>()
    const flagged = new Set<string>()
    page.rows.forEach((row, i) => {
      page.columns.forEach(({ name }, at) => {
        const truly = right.get(`${i} ${name}`)
        if (truly === undefined) throw new Error(`The true value of ${name} in row ${i} is not told.`)
        if (String(row[at] ?? '') !== truly) wrong.add(`${i} ${name}`)
      })
      for (const flag of page.flags[i]!) for (const name of flag.columns) flagged.add(`${i} ${name}`)
    })
    const hits = [...flagged].filter(cell => wrong.has(cell)).length
    const [precision, recall] = [hits / flagged.size, hits / wrong.size]
    console.log(
      `hospital: ${wrong.size} wrong cells, ${flagged.size} flagged, ${hits} of them wrong: ` +
        `precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`,
    )
    expect(precision).toBeGreaterThanOrEqual(0.95)
    expect(recall).toBeGreaterThanOrEqual(0.84)
  })
})
