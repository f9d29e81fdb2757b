import { hasErrors } from '#core/problem.ts'
import { withEngine } from '../engine.ts'
import { exit, exitOf, usage } from '../exit.ts'
import { planLines } from '../plan-lines.ts'
import { namedNode, withRequest } from '../port.ts'
import { sayProblems } from '../say.ts'
import type { VerbModule } from '../verbs.ts'

export const run: VerbModule['run'] = (args, io) =>
  withRequest(args, io, async (request, budget) => {
    const node = namedNode(request.flow, args)
    return withEngine(budget, async engine => {
      const { problems } = await engine.compile(request)
      sayProblems(io, problems)
      if (hasErrors(problems)) return exitOf(problems)
      const plan = await engine.explain(request, { to: [], analyze: args.on('analyze'), signal: io.signal })
      if (node !== null && !plan.nodes[node])
        throw usage(`\`${node}\` takes no part in a run of this flow.`, 'no sink needs its rows')
      if (args.on('json')) io.out(JSON.stringify(plan, null, 2))
      else for (const line of planLines(plan, node)) io.out(line)
      return exit.done
    })
  })
