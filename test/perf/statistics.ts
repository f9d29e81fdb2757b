import { compileFlow } from '#core/compile/compile.ts'
import type { FlagReason } from '#core/node/kind.ts'
import { replace } from '#core/relation/replace.ts'
import { openDatabase } from '#engine/duckdb/instance.ts'
import { materialise } from '#engine/duckdb/materialise.ts'
import { resolveScan } from '#engine/duckdb/scan/scan.ts'
import { createKnowledge } from '#engine/duckdb/world.ts'
import { openHistory } from '#engine/history/history.ts'
import { runHistory } from '#engine/history/run-history.ts'
import { flowRelations } from '#engine/preview/flow-relations.ts'
import { runStatements } from '#engine/run/statements.ts'
import { judgeValidator } from '#engine/run/validator.ts'
import { catalogue } from '#nodes/index.ts'
import { noFlows } from '#test/nodes/flows-of.ts'
import { median, secondsOf } from './measure.ts'
import { rowRules, splitFlow, wholeRules } from './rules.ts'

/** Seconds to judge a validator whose table lies ready: its 28 rules by their masks, and rules on the whole beside them. */
export const measureStatistics = async (path: string, times: number) => {
  const database = await openDatabase({})
  const session = await database.connect()
  const folder = database.spill
  const judging = async (rules: typeof rowRules): Promise<number> => {
    const flow = await compileFlow({
      flow: splitFlow('parquet', path, folder, rules),
      catalogue,
      params: {},
      asOf: '2024-06-30T12:00:00Z',
      world: {
        ...createKnowledge(session),
        scan: request => resolveScan(request, { folder, connection: session, tempFolder: folder }),
        environment: () => undefined,
        ...noFlows,
      },
    })
    const { body, validator, flags } = flow.nodes.check!.compiled!
    const { table } = await materialise(session, `judged_${rules.length}`, flowRelations(flow).inline(body!))
    const statements = runStatements(session, 'bench', database.threads, undefined)
    const history = runHistory(openHistory(database.connect, folder), 'bench')
    const judged = {
      node: 'check',
      validator: validator!,
      reasons: flags as readonly FlagReason[],
      table,
      resolved: (relation: typeof table | typeof body) => replace(relation!, part => (part === body ? table : null)),
    }
    const taken: number[] = []
    for (let i = 0; i < times; i++) taken.push(await secondsOf(() => judgeValidator(judged, statements, history)))
    return median(taken)
  }
  try {
    const counts = await judging(rowRules)
    return { counts, wholes: await judging(wholeRules) }
  } finally {
    await database.close()
  }
}
