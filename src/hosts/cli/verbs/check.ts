import type { CompiledFlow } from '#core/compile/types.ts'
import { hasErrors, type Problem } from '#core/problem.ts'
import type { Description } from '#core/source/description.ts'
import type { Engine, FlowRequest } from '#engine/api.ts'
import { openDrift } from '#hosts/service/drift.ts'
import { allProblems } from '#hosts/service/facts.ts'
import { carriedProblem } from '#hosts/service/failure.ts'
import { catalogue } from '#nodes/index.ts'
import { oneOf } from '../args.ts'
import { withEngine } from '../engine.ts'
import { exit } from '../exit.ts'
import { type ReadFlow, readFlow } from '../flow.ts'
import type { Io } from '../io.ts'
import { sarifOf } from '../sarif.ts'
import { count, problemLine } from '../say.ts'
import { sourceLines } from '../source-lines.ts'
import type { VerbModule } from '../verbs.ts'

interface Checked {
  readonly path: string
  readonly problems: readonly Problem[]
  /** By node, where they were asked for. */
  readonly sources?: Readonly<Record<string, Description>>
}

type Read = Checked & { readonly read: ReadFlow | null }

const readOne = async (name: string, io: Io): Promise<Read> => {
  try {
    const read = await readFlow(name, io)
    return { path: name, problems: read.problems, read }
  } catch (error) {
    const problem = carriedProblem(error)
    if (problem === null) throw error
    return { path: name, problems: [problem], read: null }
  }
}

const describeSources = async (engine: Engine, request: FlowRequest, compiled: CompiledFlow) => {
  const sources: Record<string, Description> = {}
  // the files of an inner flow lie in its own folder, and are told of when that is checked
  for (const id of compiled.order.filter(each => Object.hasOwn(request.flow.nodes, each))) {
    const { node, settings } = compiled.nodes[id]!
    if (settings !== null && catalogue.get(node.kind)?.reads) sources[id] = await engine.describe(request, id, 0)
  }
  return sources
}

const compileOne = async (
  engine: Engine,
  { path: name, problems, read }: Read,
  withSources: boolean,
): Promise<Checked> => {
  if (!read?.flow) return { path: name, problems }
  const { flow, path, folder } = read
  const request = { flow, path, folder, params: {}, asOf: new Date().toISOString() }
  const compiled = await engine.compile(request)
  const drift = await openDrift(engine, null)(request, compiled)
  const checked = { path: name, problems: allProblems(problems, compiled.problems, drift) }
  return withSources ? { ...checked, sources: await describeSources(engine, request, compiled) } : checked
}

/** The engine is not opened for flows that cannot even be read. */
const checkAll = async (names: readonly string[], withSources: boolean, io: Io): Promise<readonly Checked[]> => {
  const flows = await Promise.all(names.map(name => readOne(name, io)))
  if (flows.every(({ read }) => !read?.flow)) return flows.map(({ path, problems }) => ({ path, problems }))
  return withEngine({}, async engine => {
    const checked: Checked[] = []
    for (const each of flows) {
      io.signal.throwIfAborted()
      checked.push(await compileOne(engine, each, withSources))
    }
    return checked
  })
}

const sayText = (io: Io, flows: readonly Checked[]): void => {
  for (const { path, problems, sources } of flows) {
    for (const [node, description] of Object.entries(sources ?? {}))
      for (const line of sourceLines(node, description)) io.out(line)
    for (const problem of problems) io.out(`${path}: ${problemLine(io, problem)}`)
    const errors = problems.filter(problem => problem.severity === 'error').length
    const others = problems.length - errors
    io.err(
      `${path}: ${problems.length === 0 ? 'no problems' : `${count(errors, 'error')}${others ? `, ${count(others, 'warning')}` : ''}`}`,
    )
  }
}

export const run: VerbModule['run'] = async (args, io) => {
  const format = oneOf(args, 'format', ['text', 'json', 'sarif'])
  const flows = await checkAll(args.operands, args.on('sources'), io)
  if (format === 'json') io.out(JSON.stringify({ flows }, null, 2))
  else if (format === 'sarif') io.out(JSON.stringify(sarifOf(flows), null, 2))
  else sayText({ ...io, colour: false }, flows)
  return flows.some(({ problems }) => hasErrors(problems)) ? exit.wrong : exit.done
}
