import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { withoutSpared } from '#core/flow/frozen.ts'
import { graphOf, leftOut, upstream } from '#core/flow/graph.ts'
import type { Flow } from '#core/flow/types.ts'
import type { Engine, FlowRequest } from '#engine/api.ts'
import type { NodeProgress } from '#engine/types.ts'
import type { FeedValue } from '#rpc/contract.ts'
import { textSha256 } from './flow-file.ts'

type Finished = Extract<FeedValue<'run'>, { event: 'finished' }>
type Nodes = Extract<FeedValue<'run'>, { event: 'nodes' }>['nodes']

/** At most this often the editor is told of nodes. */
const everyMs = 100

const taking = async (whole: Flow, to: readonly string[]): Promise<readonly string[]> => {
  const { catalogue } = await import('#nodes/index.ts')
  const flow = withoutSpared(whole, catalogue)
  const graph = graphOf(flow)
  const out = leftOut(flow, graph)
  const wanted = to.length === 0 ? null : new Set([...to, ...upstream(graph, to)])
  return graph.ids.filter(id => !out.has(id) && (wanted === null || wanted.has(id)))
}

/** Runs a flow and tells of it: which nodes take part, their states as they change, then the report. */
export const runFeed = async function* (
  engine: Engine,
  request: FlowRequest,
  asked: { readonly to: readonly string[]; readonly text: string; readonly dryRun: boolean },
  signal: AbortSignal,
): AsyncGenerator<FeedValue<'run'>, void> {
  yield { event: 'started', run: randomUUID(), nodes: [...(await taking(request.flow, asked.to))] }
  let changed: Record<string, NodeProgress> = {}
  let wake = () => {}
  let over = false
  const run = engine
    .run(request, {
      to: asked.to,
      dryRun: asked.dryRun,
      state: join(request.folder, '.weir'),
      sha256: textSha256(asked.text),
      signal,
      listener: nodes => {
        changed = { ...changed, ...nodes }
        wake()
      },
    })
    .finally(() => {
      over = true
      wake()
    })
  run.catch(() => {})
  while (!over || Object.keys(changed).length > 0) {
    if (Object.keys(changed).length > 0) {
      const nodes = changed as Nodes
      changed = {}
      yield { event: 'nodes', nodes }
      if (!over) await new Promise(resolve => setTimeout(resolve, everyMs))
    } else
      await new Promise<void>(resolve => {
        wake = resolve
      })
  }
  const { report, problems } = await run
  yield { event: 'finished', report, problems: [...problems] as Finished['problems'] }
}
