import { graphOf, upstream } from '#core/flow/graph.ts'
import { didYouMean } from '#core/flow/nearest.ts'
import { ownNode } from '#core/flow/ports.ts'
import type { Flow } from '#core/flow/types.ts'
import { hasErrors, type Problem } from '#core/problem.ts'
import type { Engine, FlowRequest } from '#engine/api.ts'
import type { Arguments } from './args.ts'
import { readAsOf, readBudget } from './budget.ts'
import { withEngine } from './engine.ts'
import { exit, exitOf, usage } from './exit.ts'
import { isSound, readFlow } from './flow.ts'
import type { Io } from './io.ts'
import { givenParams } from './params.ts'
import { sayProblems } from './say.ts'

/** A port named on the command line; null: the kind's first. */
export interface NamedPort {
  readonly node: string
  readonly port: string | null
}

/** Of the flow's problems, those that concern what is looked at. */
export const concerning = (flow: Flow, node: string, problems: readonly Problem[]): readonly Problem[] => {
  const own = ownNode(node)
  const near = new Set([own, ...upstream(graphOf(flow), [own])])
  return problems.filter(problem => problem.node === undefined || near.has(problem.node))
}

/** The node named by `--node`, where there is one; null: none was named. */
export const namedNode = (flow: Flow, args: Arguments): string | null => {
  const node = args.value('node')
  const ids = Object.keys(flow.nodes)
  if (node !== undefined && !Object.hasOwn(flow.nodes, ownNode(node)))
    throw usage(`This flow has no node \`${node}\`.`, didYouMean(node, ids).hint ?? `nodes: ${ids.join(', ')}`)
  return node ?? null
}

/** The node named by `--node`, which the verb needs. */
export const checkNode = (flow: Flow, args: Arguments, verb: string): string => {
  const node = namedNode(flow, args)
  const ids = Object.keys(flow.nodes)
  if (node === null)
    throw usage(
      `\`weir ${verb}\` needs \`--node ID\`.`,
      ids.length > 0 ? `nodes: ${ids.join(', ')}` : 'the flow has no nodes',
    )
  return node
}

const checkPort = ({ node, port }: NamedPort, ports: readonly string[]): void => {
  if (port !== null && !ports.includes(port))
    throw usage(
      `\`${node}\` has no port \`${port}\`.`,
      didYouMean(port, ports).hint ??
        (ports.length > 0 ? `ports: ${ports.join(', ')}` : 'a sink has none: look at the node before it'),
    )
  if (ports.length === 0)
    throw usage(`\`${node}\` has no rows to show: it is a sink or takes no part.`, 'look at the node before it')
}

/** Opens the flow that the command line names, with its parameters; what keeps it from being opened is told. */
export const withRequest = async (
  args: Arguments,
  io: Io,
  work: (request: FlowRequest, budget: ReturnType<typeof readBudget>) => Promise<number>,
): Promise<number> => {
  const budget = readBudget(args)
  const asOf = readAsOf(args)
  const read = await readFlow(args.operands[0]!, io)
  if (!isSound(read)) {
    sayProblems(io, read.problems)
    return exitOf(read.problems)
  }
  const { flow, path, folder } = read
  const given = await givenParams(args, flow, io)
  if (hasErrors(given.problems)) {
    sayProblems(io, given.problems)
    return exit.wrong
  }
  return work({ flow, path, folder, params: given.params, asOf }, budget)
}

/** Opens a flow and looks at one of its ports; what keeps it from being looked at is told. */
export const lookAtPort = (
  verb: string,
  args: Arguments,
  io: Io,
  work: (engine: Engine, request: FlowRequest, at: NamedPort) => Promise<void>,
): Promise<number> =>
  withRequest(args, io, async (request, budget) => {
    const { flow } = request
    const at = { node: checkNode(flow, args, verb), port: args.value('port') ?? null }
    return withEngine(budget, async engine => {
      const compiled = await engine.compile(request)
      const problems = concerning(flow, at.node, compiled.problems)
      sayProblems(io, problems)
      if (hasErrors(problems)) return exitOf(problems)
      const inner = compiled.order.filter(id => id.startsWith(`${ownNode(at.node)}/`))
      if (at.node.includes('/') && !inner.includes(at.node))
        throw usage(
          `There is no node \`${at.node}\`.`,
          inner.length > 0 ? `nodes: ${inner.join(', ')}` : 'no other flow stands in this node',
        )
      checkPort(at, Object.keys(compiled.nodes[at.node]?.ports ?? {}))
      await work(engine, request, at)
      return exit.done
    })
  })
