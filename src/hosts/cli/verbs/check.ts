import { hasErrors, type Problem } from '#core/problem.ts'
import type { Engine } from '#engine/api.ts'
import { allProblems } from '#hosts/service/facts.ts'
import { carriedProblem } from '#hosts/service/failure.ts'
import { oneOf } from '../args.ts'
import { withEngine } from '../engine.ts'
import { exit } from '../exit.ts'
import { type ReadFlow, readFlow } from '../flow.ts'
import type { Io } from '../io.ts'
import { count, problemLine } from '../say.ts'
import type { VerbModule } from '../verbs.ts'

interface Checked {
  readonly path: string
  readonly problems: readonly Problem[]
}

const compiled = async (engine: Engine, { flow, path, folder, problems }: ReadFlow): Promise<readonly Problem[]> => {
  if (flow === null) return problems
  const result = await engine.compile({ flow, path, folder, params: {}, asOf: new Date().toISOString() })
  return allProblems(problems, result.problems)
}

const checkOne = async (engine: Engine, name: string, io: Io): Promise<Checked> => {
  try {
    return { path: name, problems: await compiled(engine, await readFlow(name, io)) }
  } catch (error) {
    const problem = carriedProblem(error)
    if (problem === null) throw error
    return { path: name, problems: [problem] }
  }
}

const sayText = (io: Io, flows: readonly Checked[]): void => {
  for (const { path, problems } of flows) {
    for (const problem of problems) io.out(`${path}: ${problemLine(io, problem)}`)
    const errors = problems.filter(problem => problem.severity === 'error').length
    const others = problems.length - errors
    io.err(
      `${path}: ${problems.length === 0 ? 'no problems' : `${count(errors, 'error')}${others ? `, ${count(others, 'warning')}` : ''}`}`,
    )
  }
}

export const run: VerbModule['run'] = async (args, io) => {
  const format = oneOf(args, 'format', ['text', 'json'])
  const flows = await withEngine({}, async engine => {
    const checked: Checked[] = []
    for (const name of args.operands) {
      io.signal.throwIfAborted()
      checked.push(await checkOne(engine, name, io))
    }
    return checked
  })
  if (format === 'json') io.out(JSON.stringify({ flows }, null, 2))
  else sayText({ ...io, colour: false }, flows)
  return flows.some(({ problems }) => hasErrors(problems)) ? exit.wrong : exit.done
}
