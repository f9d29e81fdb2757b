import { join, resolve } from 'node:path'
import { didYouMean } from '#core/flow/nearest.ts'
import { ownNode } from '#core/flow/ports.ts'
import type { Flow } from '#core/flow/types.ts'
import { hasErrors, type Problem } from '#core/problem.ts'
import type { Report } from '#core/report.ts'
import { type Arguments, oneOf } from '../args.ts'
import { readAsOf, readBudget } from '../budget.ts'
import { withEngine } from '../engine.ts'
import { exitOf, usage } from '../exit.ts'
import { isSound, readFlow } from '../flow.ts'
import type { Io } from '../io.ts'
import { givenParams } from '../params.ts'
import { plannedLines } from '../planned-lines.ts'
import { samplesOfRule, wantedQuality, writeQuality } from '../quality-file.ts'
import { resumedRun } from '../resumed.ts'
import { type RunLog, runLog } from '../run-log.ts'
import type { VerbModule } from '../verbs.ts'
import { writeText } from '../write-text.ts'

const readTargets = (args: Arguments, flow: Flow): readonly string[] => {
  const ids = Object.keys(flow.nodes)
  for (const node of args.values('to'))
    if (!Object.hasOwn(flow.nodes, ownNode(node)))
      throw usage(`This flow has no node \`${node}\`.`, didYouMean(node, ids).hint ?? `nodes: ${ids.join(', ')}`)
  return args.values('to')
}

const writeReport = async (args: Arguments, report: Report, io: Io): Promise<void> => {
  const name = args.value('report')
  if (name !== undefined) await writeText(name, `${JSON.stringify(report, null, 2)}\n`, io)
}

const refuse = (log: RunLog, problems: readonly Problem[]): number => {
  log.problems(problems)
  return exitOf(problems)
}

export const run: VerbModule['run'] = async (args, io) => {
  const log = runLog(io, oneOf(args, 'log', ['text', 'json']))
  const budget = readBudget(args)
  const given = readAsOf(args)
  const resume = args.on('resume')
  if (resume && args.on('no-cache'))
    throw usage('`--resume` takes what lies in the cache, and `--no-cache` takes nothing: give one of them.')
  const wanted = wantedQuality(args)
  const dryRun = args.on('dry-run')
  const read = await readFlow(args.operands[0]!, io)
  if (!isSound(read)) return refuse(log, read.problems)
  const { flow, path, folder, sha256 } = read
  const to = readTargets(args, flow)
  const { params, problems } = await givenParams(args, flow, io)
  if (hasErrors(problems)) return refuse(log, problems)
  log.problems(read.problems)
  const state = args.value('state') === undefined ? join(folder, '.weir') : resolve(io.folder, args.value('state')!)
  return withEngine(budget, async engine => {
    io.signal.throwIfAborted()
    const resumed = resume ? await resumedRun(engine, path, flow.name, state) : null
    const asOf = args.value('as-of') === undefined ? (resumed?.asOf ?? given) : given
    log.started(flow, asOf)
    if (resumed) log.problems(resumed.problems)
    const result = await engine.run(
      { flow, path, folder, params, asOf },
      {
        to,
        state,
        sha256,
        cache: !args.on('no-cache'),
        dryRun,
        signal: io.signal,
        listener: log.nodes,
        ...(wanted === null ? {} : { quality: { samples: samplesOfRule } }),
      },
    )
    log.problems(result.problems)
    const report = { ...result.report, flow: { ...result.report.flow, path: args.operands[0]! } }
    log.finished(report, io.folder)
    if (dryRun) for (const line of plannedLines(report)) io.out(line)
    await writeReport(args, report, io)
    if (wanted !== null && result.quality) await writeQuality(wanted, { ...result.quality, flow: report.flow }, io)
    return result.exitCode
  })
}
