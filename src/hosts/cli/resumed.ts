import type { Problem } from '#core/problem.ts'
import type { Engine } from '#engine/api.ts'
import { flowKey } from '#engine/history/key.ts'

interface Resumed {
  /** The as-of time of the run that is continued; null: there is none. */
  readonly asOf: string | null
  readonly problems: readonly Problem[]
}

/** The newest run of a flow, where it did not reach its end: what it has computed for its time lies in the cache. */
export const resumedRun = async (engine: Engine, path: string, name: string, state: string): Promise<Resumed> => {
  const [newest] = await engine.history(state).runs(flowKey({ path, name }, state), 1)
  if (newest && newest.status !== 'succeeded') return { asOf: newest.asOf, problems: [] }
  const message = `There is no run of \`${name}\` to be continued: ${newest ? 'the last one reached its end' : 'none is recorded'}. It runs from its beginning.`
  return { asOf: null, problems: [{ code: 'I-RESUME-NOTHING', severity: 'info', message }] }
}
