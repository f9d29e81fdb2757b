import { didYouMean } from '#core/flow/nearest.ts'
import { carriedProblem } from '#hosts/service/failure.ts'
import { RpcError } from '#rpc/error.ts'
import { readArguments } from './args.ts'
import { exit, exitOf, usage } from './exit.ts'
import type { Io } from './io.ts'
import { problemLine } from './say.ts'
import { verbs } from './verbs.ts'

const findVerb = (name: string) => {
  const verb = verbs.find(each => each.name === name)
  if (verb) return verb
  const { hint } = didYouMean(
    name,
    verbs.map(each => each.name),
  )
  throw usage(`There is no verb \`${name}\`.`, hint ?? 'weir help')
}

const dispatch = async (args: readonly string[], io: Io): Promise<number> => {
  const [first = 'help', ...rest] = args
  if (first === '--version' || first === '-V') return (await import('./verbs/version.ts')).run(io)
  const verb = findVerb(first === '--help' || first === '-h' ? 'help' : first)
  const ends = rest.indexOf('--')
  const own = ends < 0 ? rest : rest.slice(0, ends)
  if (own.includes('--help') || own.includes('-h')) return dispatch(['help', verb.name], io)
  const parsed = readArguments(verb, rest)
  return (await verb.load()).run(parsed, io)
}

/** One command, start to end: gives the exit code, and never a stack trace unless WEIR_DEBUG asks for it. */
export const main = async (args: readonly string[], io: Io): Promise<number> => {
  try {
    return await dispatch(args, io)
  } catch (error) {
    if (io.env.WEIR_DEBUG === '1') io.err(error instanceof Error ? (error.stack ?? error.message) : String(error))
    if (io.signal.aborted) return exit.cancelled
    const problem = carriedProblem(error)
    if (problem === null) {
      const message = error instanceof Error ? error.message : String(error)
      const hint = 'a fault of Weir: WEIR_DEBUG=1 shows where'
      io.err(problemLine(io, new RpcError({ code: 'E-INTERNAL', severity: 'error', message, hint }).problem))
      return exit.world
    }
    io.err(problemLine(io, problem))
    return exitOf([problem])
  }
}
