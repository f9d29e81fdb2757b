import { graphOf, upstream } from '#core/flow/graph.ts'
import { didYouMean } from '#core/flow/nearest.ts'
import type { Flow } from '#core/flow/types.ts'
import { hasErrors, type Problem } from '#core/problem.ts'
import type { Engine, FlowRequest } from '#engine/api.ts'
import type { PageResult } from '#engine/types.ts'
import { type Arguments, oneOf, wholeNumber } from '../args.ts'
import { readAsOf, readBudget } from '../budget.ts'
import { withEngine } from '../engine.ts'
import { exit, exitOf, usage } from '../exit.ts'
import { isSound, readFlow } from '../flow.ts'
import type { Io } from '../io.ts'
import { givenParams } from '../params.ts'
import { csvLines, tableLines } from '../rows.ts'
import { sayProblems } from '../say.ts'
import type { VerbModule } from '../verbs.ts'

interface Wanted {
  readonly node: string
  readonly port: string | null
  readonly limit: number
  readonly offset: number
  readonly flagged: boolean
}

/** Rows are fetched by pages, never all at once. */
const pageSize = 1000

const fetchRows = async (
  engine: Engine,
  request: FlowRequest,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<PageResult> => {
  const { node, port, flagged } = wanted
  const filter = flagged ? { filter: { flaggedOnly: true } } : {}
  const ask = (offset: number, limit: number) =>
    engine.page(request, { node, port, offset, limit, cutAt: null, ...filter }, signal)
  const first = await ask(wanted.offset, Math.min(pageSize, wanted.limit))
  const rows = [...first.rows]
  const flags = [...first.flags]
  while (rows.length < wanted.limit) {
    const next = await ask(wanted.offset + rows.length, Math.min(pageSize, wanted.limit - rows.length))
    if (next.rows.length === 0) break
    rows.push(...next.rows)
    flags.push(...next.flags)
  }
  return { ...first, rows, flags }
}

/** Of the flow's problems, those that concern what is looked at. */
const concerning = (flow: Flow, node: string, problems: readonly Problem[]): readonly Problem[] => {
  const near = new Set([node, ...upstream(graphOf(flow), [node])])
  return problems.filter(problem => problem.node === undefined || near.has(problem.node))
}

const print = (io: Io, format: 'table' | 'json' | 'csv', page: PageResult, wanted: Wanted): void => {
  const { columns, rows, flags, rowCount, scope } = page
  if (format === 'json') io.out(JSON.stringify({ columns, rows, flags, rowCount, scope }))
  else for (const line of format === 'csv' ? csvLines(page) : tableLines(page, wanted.offset)) io.out(line)
}

const checkNode = (flow: Flow, args: Arguments): string => {
  const node = args.value('node')
  const ids = Object.keys(flow.nodes)
  if (node === undefined)
    throw usage(
      '`weir preview` needs `--node ID`.',
      ids.length > 0 ? `nodes: ${ids.join(', ')}` : 'the flow has no nodes',
    )
  if (!Object.hasOwn(flow.nodes, node))
    throw usage(`This flow has no node \`${node}\`.`, didYouMean(node, ids).hint ?? `nodes: ${ids.join(', ')}`)
  return node
}

export const run: VerbModule['run'] = async (args, io) => {
  const format = oneOf(args, 'format', ['table', 'json', 'csv'])
  const limit = wholeNumber(args, 'limit', 1, 20)
  const offset = wholeNumber(args, 'offset', 0, 0)
  const budget = readBudget(args)
  const asOf = readAsOf(args)
  const read = await readFlow(args.operands[0]!, io)
  if (!isSound(read)) {
    sayProblems(io, read.problems)
    return exitOf(read.problems)
  }
  const { flow, path, folder } = read
  const wanted: Wanted = {
    node: checkNode(flow, args),
    port: args.value('port') ?? null,
    limit,
    offset,
    flagged: args.on('flagged'),
  }
  const given = await givenParams(args, flow, io)
  if (hasErrors(given.problems)) {
    sayProblems(io, given.problems)
    return exit.wrong
  }
  const request: FlowRequest = { flow, path, folder, params: given.params, asOf }
  return withEngine(budget, async engine => {
    const compiled = await engine.compile(request)
    const problems = concerning(flow, wanted.node, compiled.problems)
    sayProblems(io, problems)
    if (hasErrors(problems)) return exitOf(problems)
    const ports = Object.keys(compiled.nodes[wanted.node]?.ports ?? {})
    if (wanted.port !== null && !ports.includes(wanted.port))
      throw usage(
        `\`${wanted.node}\` has no port \`${wanted.port}\`.`,
        didYouMean(wanted.port, ports).hint ??
          (ports.length > 0 ? `ports: ${ports.join(', ')}` : 'a sink has none: look at the node before it'),
      )
    if (ports.length === 0)
      throw usage(
        `\`${wanted.node}\` has no rows to show: it is a sink or takes no part.`,
        'look at the node before it',
      )
    print(io, format, await fetchRows(engine, request, wanted, io.signal), wanted)
    return exit.done
  })
}
