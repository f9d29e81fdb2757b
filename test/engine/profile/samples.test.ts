import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parseFlow } from '#core/flow/parse.ts'
import type { FlowRequest } from '#engine/api.ts'
import { engineOfTests } from '#test/engine/preview/engine-of-tests.ts'
import { compareProfile } from './compare.ts'

const { engine } = engineOfTests()
const root = fileURLToPath(new URL('../../..', import.meta.url))

const rowsOf = async (request: FlowRequest, node: string, port: string) => {
  const rows: (readonly unknown[])[] = []
  for (;;) {
    const asked = { node, port, offset: rows.length, limit: 10_000, cutAt: null }
    const page = await engine().page(request, asked)
    rows.push(...page.rows)
    if (page.rows.length < 10_000) return { columns: page.columns, rows }
  }
}

const samples = readdirSync(join(root, 'samples')).filter(name =>
  existsSync(join(root, 'samples', name, `${name}.flow.json`)),
)

test('There are samples', () => expect(samples.length).toBeGreaterThanOrEqual(4))

describe.each(samples)('the sample %s', name => {
  test('has at each port the profile that plain loops over its rows find', async () => {
    const path = join(root, 'samples', name, `${name}.flow.json`)
    const { flow } = parseFlow(readFileSync(path, 'utf8'))
    const request: FlowRequest = {
      flow: flow!,
      path,
      folder: dirname(path),
      params: {},
      asOf: '2024-05-01T00:00:00.000Z',
    }
    const compiled = await engine().compile(request)
    let compared = 0
    for (const node of compiled.order)
      for (const port of Object.keys(compiled.nodes[node]!.ports)) {
        const { columns, rows } = await rowsOf(request, node, port)
        compareProfile(await engine().profile(request, { node, port }), columns, rows)
        compared += 1
      }
    expect(compared).toBeGreaterThan(5)
  })
})
