import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import type { Flow } from '#core/flow/types.ts'
import type { Engine, FlowRequest } from '#engine/api.ts'
import { createEngine } from '#engine/engine.ts'
import type { PageQuery, PageResult } from '#engine/types.ts'
import { catalogue } from '#nodes/index.ts'
import { checked } from './checked.ts'
import { marked } from './marked.ts'

type Nodes = Readonly<Record<string, readonly [kind: string, settings: Readonly<Record<string, unknown>>]>>

/** A flow of nodes by id and edges written as `a.out b.in`. */
export const flowOf = (nodes: Nodes, edges: readonly string[], more: Partial<Flow> = {}): Flow => ({
  weir: 1,
  name: 'Test',
  params: {},
  nodes: Object.fromEntries(
    Object.entries(nodes).map(([id, [kind, settings]]) => [id, { kind, version: 1, settings }]),
  ),
  edges: edges.map(edge => ({ from: edge.split(' ')[0]!, to: edge.split(' ')[1]! })),
  tests: [],
  layout: { nodes: {}, groups: [], notes: [] },
  ...more,
})

/** One engine and folder for a test file, both gone at its end. */
export const engineOfTests = () => {
  let engine: Engine
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'weir-preview-'))
    engine = await createEngine({ catalogue: new Map([...catalogue, checked, marked]), memory: '1GB', threads: 2 })
  })
  afterAll(async () => {
    await engine.close()
    await rm(folder, { recursive: true, force: true })
  })
  const request = (flow: Flow): FlowRequest => ({
    flow,
    path: join(folder, 'test.flow.json'),
    folder,
    params: {},
    asOf: '2024-05-01T00:00:00.000Z',
  })
  const query = (node: string, more: Partial<PageQuery> = {}): PageQuery => ({
    node,
    port: null,
    offset: 0,
    limit: 100,
    cutAt: 500,
    ...more,
  })
  return {
    engine: () => engine,
    folder: () => folder,
    request,
    query,
    page: (flow: Flow, node: string, more: Partial<PageQuery> = {}, signal?: AbortSignal): Promise<PageResult> =>
      engine.page(request(flow), query(node, more), signal),
  }
}
