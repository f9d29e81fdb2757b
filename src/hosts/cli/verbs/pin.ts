import { saveFlow } from '#core/flow/save.ts'
import { withPin } from '#core/pin/set.ts'
import { hasErrors } from '#core/problem.ts'
import { writeAtomically } from '#hosts/service/atomic.ts'
import { fileFailure } from '#hosts/service/failure.ts'
import { withEngine } from '../engine.ts'
import { exit, exitOf, usage } from '../exit.ts'
import { isSound, readFlow } from '../flow.ts'
import type { Io } from '../io.ts'
import { checkNode, concerning, withRequest } from '../port.ts'
import { sayProblems } from '../say.ts'
import type { VerbModule } from '../verbs.ts'

/** Names the file in the flow as it is by now: freezing may have taken a while. */
const savePin = async (name: string, node: string, path: string | null, io: Io): Promise<void> => {
  const read = await readFlow(name, io)
  if (!isSound(read)) throw usage(`\`${name}\` was changed meanwhile, and cannot be read any more.`)
  const { catalogue } = await import('#nodes/index.ts')
  await writeAtomically(read.path, saveFlow(withPin(read.flow, node, path), catalogue)).catch(error => {
    throw fileFailure(error, name, 'write')
  })
}

export const run: VerbModule['run'] = (args, io) =>
  withRequest(args, io, async (request, budget) => {
    const name = args.operands[0]!
    const node = checkNode(request.flow, args, 'pin')
    const kind = request.flow.nodes[node]?.kind
    if (kind !== 'transform.pin') throw usage(`\`${node}\` is no pin.`, 'put a pin behind it, and freeze that')
    if (args.on('thaw')) {
      await savePin(name, node, null, io)
      io.out(`${node}: thawed`)
      return exit.done
    }
    return withEngine(budget, async engine => {
      const { problems } = await engine.compile({ ...request, flow: withPin(request.flow, node, null) }, io.signal)
      const own = concerning(request.flow, node, problems)
      sayProblems(io, own)
      if (hasErrors(own)) return exitOf(own)
      const { path, rows } = await engine.freeze(request, node, io.signal)
      await savePin(name, node, path, io)
      io.out(`${node}: ${rows} ${rows === 1 ? 'row' : 'rows'} frozen in ${path}`)
      return exit.done
    })
  })
