import { join } from 'node:path'
import type { Engine, FlowRequest } from '#engine/api.ts'
import { flowKey } from '#engine/history/key.ts'
import type { CallOutput } from '#rpc/contract.ts'

/** The runs of the past, as the editor asks for them. */
export const openRuns = (engine: Engine) => {
  const of = ({ path, flow, folder }: FlowRequest) => {
    const state = join(folder, '.weir')
    return { history: engine.history(state), key: flowKey({ path, name: flow.name }, state) }
  }
  return {
    list: async (request: FlowRequest, limit: number): Promise<CallOutput<'runs'>> => {
      const { history, key } = of(request)
      return { runs: [...(await history.runs(key, limit))] }
    },
    clear: async (request: FlowRequest): Promise<CallOutput<'clearRuns'>> => {
      const { history, key } = of(request)
      return { runs: await history.clear(key) }
    },
    report: async (request: FlowRequest, run: string): Promise<CallOutput<'runReport'>> => ({
      report: await of(request).history.report(run),
    }),
  }
}
