import { chmod, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { CompiledNode } from '#core/compile/types.ts'
import type { Report } from '#core/report.ts'
import type { RunContext } from './context.ts'
import { bytesOf, isThere, statIfThere, syncTree } from './files.ts'
import { noWrite } from './foresee.ts'
import { neededFor } from './plan.ts'
import { portOf } from './ports.ts'
import { qualityOf, trendRuns } from './quality.ts'
import type { Staged } from './sink-node.ts'
import { stagePath } from './stage-names.ts'
import type { RunStatements } from './statements.ts'
import { settle } from './tally.ts'

/** Writes a quality report beside its target: of the validators before the node or, where there is none, of all that ran. */
export const stageReport = async (node: CompiledNode, run: RunContext, database: RunStatements): Promise<Staged> => {
  await countArrived(node, run, database)
  const { path, request } = run.reports.get(node.id)!
  const scope = {
    nodes: toldOf(node.id, run),
    samples: request.samples,
    history: await run.history.trend(trendRuns - 1),
  }
  const document = qualityOf(publishedReport(run), run.flow, run, scope)
  if (run.dry) {
    const planned = { ...noWrite, creates: !(await isThere(path)) }
    return { rows: 0, bytes: 0, steps: [], known: null, planned }
  }
  const { renderQuality } = await import('#core/quality-report/render.ts')
  const staged = stagePath(path, run.staging.run)
  await writeFile(staged, renderQuality(document, request.format))
  await syncTree(staged)
  const before = await statIfThere(path)
  if (before?.isFile()) await chmod(staged, before.mode)
  return { rows: 0, bytes: await bytesOf(staged), steps: [{ kind: 'file', staged, target: path }], known: null }
}

/** The rows that come to a report are not written, but counted as at any other end. */
const countArrived = async (node: CompiledNode, run: RunContext, database: RunStatements): Promise<void> => {
  for (const leaf of Object.values(node.inputs).flat()) {
    const { relation, tally } = portOf(run, leaf.node, leaf.port)
    if (tally.rows === null) settle(tally, await database.count(relation), node.id)
  }
}

const toldOf = (id: string, { flow, plan }: RunContext): readonly string[] => {
  const before = neededFor(flow, [id])
  const upstream = plan.order.filter(node => before.has(node))
  return upstream.some(node => flow.nodes[node]!.compiled?.validator !== undefined) ? upstream : plan.order
}

/** A report is read only if it was published, and then all other sinks were. */
const publishedReport = (run: RunContext): Report => {
  const report = run.told()
  const sinks = Object.entries(report.sinks).filter(([id]) => !run.reports.has(id))
  const { path } = report.flow
  return {
    ...report,
    flow: { ...report.flow, path: path && basename(path) },
    sinks: Object.fromEntries(
      sinks.map(([id, sink]) => [id, { ...sink, published: run.outcomes.get(id)?.status === 'ran' }]),
    ),
  }
}
