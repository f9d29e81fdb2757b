import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { didYouMean } from '#core/flow/nearest.ts'
import type { RunSummary } from '#core/history.ts'
import type { Engine } from '#engine/api.ts'
import { flowKey, keptRuns } from '#engine/history/key.ts'
import { failure } from '#hosts/service/failure.ts'
import { oneOf, wholeNumber } from '../args.ts'
import { withEngine } from '../engine.ts'
import { exit, usage } from '../exit.ts'
import type { Io } from '../io.ts'
import { runLines } from '../run-lines.ts'
import { count } from '../say.ts'
import type { VerbModule } from '../verbs.ts'

interface Wanted {
  /** As named on the command line; null: all flows of the folder. */
  readonly flow: string | null
  readonly state: string
  readonly limit: number
}

/** Runs of one flow; where there are none, its file may not be there either, and another one's name be near. */
const runsOfFlow = async (engine: Engine, flow: string, { state, limit }: Wanted, io: Io) => {
  const history = engine.history(state)
  const path = resolve(io.folder, flow)
  const key = flowKey({ path, name: flow }, state)
  const runs = await history.runs(key, limit)
  if (runs.length > 0 || existsSync(path)) return runs
  const known = (await history.runs(null, keptRuns)).map(run => run.flow)
  throw failure(
    'E-FILE-MISSING',
    `There is no file \`${flow}\`, and no run of it.`,
    didYouMean(key, new Set(known)).hint,
  )
}

const print = (io: Io, format: 'table' | 'json', runs: readonly RunSummary[], { flow, state }: Wanted): void => {
  if (format === 'json') io.out(JSON.stringify({ runs }, null, 2))
  else if (runs.length === 0) io.err(`No runs ${flow === null ? '' : `of ${flow} `}are recorded in ${state}.`)
  else for (const line of runLines(runs, flow === null)) io.out(line)
}

export const run: VerbModule['run'] = async (args, io) => {
  const format = oneOf(args, 'format', ['table', 'json'])
  const limit = wholeNumber(args, 'limit', 1, 20)
  const flow = args.operands[0] ?? null
  const given = args.value('state')
  const beside = flow === null ? io.folder : dirname(resolve(io.folder, flow))
  const state = given === undefined ? join(beside, '.weir') : resolve(io.folder, given)
  const wanted: Wanted = { flow, state, limit }
  if (args.on('clear') && flow === null) throw usage('`--clear` needs the FLOW whose runs are to be forgotten.')
  return withEngine({}, async engine => {
    if (flow !== null && args.on('clear')) {
      const key = flowKey({ path: resolve(io.folder, flow), name: flow }, state)
      const cleared = await engine.history(state).clear(key)
      io.err(`${count(cleared, 'run')} of ${flow} forgotten.`)
      return exit.done
    }
    const runs =
      flow === null ? await engine.history(state).runs(null, limit) : await runsOfFlow(engine, flow, wanted, io)
    print(io, format, runs, wanted)
    return exit.done
  })
}
