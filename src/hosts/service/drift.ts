import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { CompiledFlow } from '#core/compile/types.ts'
import { comparedSources, driftProblems } from '#core/drift/problems.ts'
import type { LastGood } from '#core/history.ts'
import type { Problem } from '#core/problem.ts'
import type { Engine, FlowRequest } from '#engine/api.ts'
import { flowKey } from '#engine/history/key.ts'
import { quickStamp } from './flow-file.ts'

/** The editor's check waits no longer for the history; the next one has it. */
const longestMs = 300

interface Known {
  readonly key: string
  readonly lastGood: Promise<LastGood | null>
}

/**
 * What changed in the sources' input since the last good run, as the check of a flow tells it; the history is read when it has changed.
 * `wait`: in milliseconds; null: as long as it takes.
 */
export const openDrift = (engine: Engine, wait: number | null = longestMs) => {
  let known: Known | null = null
  const lastGoodOf = async ({ path, flow, folder }: FlowRequest): Promise<LastGood | null> => {
    const state = join(folder, '.weir')
    const history = engine.history(state)
    const stamp = await quickStamp(history.path)
    if (stamp === null) return null
    const name = flowKey({ path, name: flow.name }, state)
    const key = JSON.stringify([history.path, stamp, name])
    if (known?.key === key) return known.lastGood
    // What keeps it from being read is told by the run that meets it, and may be gone by the next check.
    const own: Known = {
      key,
      lastGood: history.lastGood(name).catch(() => {
        if (known === own) known = null
        return null
      }),
    }
    known = own
    return own.lastGood
  }
  return async (request: FlowRequest, compiled: CompiledFlow): Promise<readonly Problem[]> => {
    if (comparedSources(compiled, compiled.order).length === 0) return []
    const asked = lastGoodOf(request)
    const lastGood = await (wait === null ? asked : Promise.race([asked, setTimeout(wait, null, { ref: false })]))
    return lastGood ? driftProblems(compiled, compiled.order, lastGood) : []
  }
}
