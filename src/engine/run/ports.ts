import type { RunContext, RunPort } from './context.ts'

export const portOf = (run: RunContext, node: string, port: string): RunPort => {
  const found = run.outcomes.get(node)?.ports[port]
  if (!found) throw new Error(`${node}.${port} was read before it was computed.`)
  return found
}
