import { saveFlow } from '#core/flow/save.ts'
import { writeAtomically } from '#hosts/service/atomic.ts'
import { carriedProblem, fileFailure } from '#hosts/service/failure.ts'
import { exit, exitOf } from '../exit.ts'
import { isSound, readFlow } from '../flow.ts'
import type { Io } from '../io.ts'
import { sayProblems } from '../say.ts'
import type { VerbModule } from '../verbs.ts'

/** Formats one flow; gives its exit code, so that one bad flow does not keep the others from being formatted. */
const formatOne = async (name: string, checkOnly: boolean, io: Io): Promise<number> => {
  const read = await readFlow(name, io)
  if (!isSound(read)) {
    io.err(`${name}:`)
    sayProblems(io, read.problems)
    return exitOf(read.problems)
  }
  const { catalogue } = await import('#nodes/index.ts')
  const text = saveFlow(read.flow, catalogue)
  if (text === read.text) return exit.done
  io.out(name)
  if (checkOnly) return exit.difference
  await writeAtomically(read.path, text).catch(error => {
    throw fileFailure(error, name, 'write')
  })
  return exit.done
}

/** A wrong flow weighs most, then a file that could not be reached, then a difference. */
const gravity: readonly number[] = [exit.done, exit.difference, exit.world, exit.wrong]

export const run: VerbModule['run'] = async (args, io) => {
  let worst: number = exit.done
  for (const name of args.operands) {
    const code = await formatOne(name, args.on('check'), io).catch(error => {
      const problem = carriedProblem(error)
      if (problem === null) throw error
      sayProblems(io, [problem])
      return exitOf([problem])
    })
    if (gravity.indexOf(code) > gravity.indexOf(worst)) worst = code
  }
  return worst
}
