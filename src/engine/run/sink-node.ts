import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { CompiledNode } from '#core/compile/types.ts'
import type { FileRequest, SinkRequest } from '#core/node/kind.ts'
import { op, where } from '#core/relation/build.ts'
import { columnsOf } from '#core/relation/columns.ts'
import type { Relation } from '#core/relation/relation.ts'
import { slotsOf } from '#core/relation/slots.ts'
import type { PlannedWrite } from '#core/report.ts'
import { countAll, countWhere, isFlagged } from '../rows/count.ts'
import { rowsOfBatch } from './batches.ts'
import type { RunContext, RunPort } from './context.ts'
import { isOfSheet, writeWorkbook } from './excel-sink.ts'
import { failure } from './failure.ts'
import { bytesOf, filesIn, isThere, statIfThere, syncTree } from './files.ts'
import { foreseeFile, noWrite, sumOf } from './foresee.ts'
import type { FolderStep, Step } from './journal.ts'
import { keptOf, partitionSteps } from './partitions.ts'
import { portOf } from './ports.ts'
import { withReasons } from './reasons.ts'
import { exposed } from './shape.ts'
import { asidePath, stagePath } from './stage-names.ts'
import type { RunStatements } from './statements.ts'
import { isOfTable, stageTable } from './table-sink.ts'
import { lostRows, settle } from './tally.ts'
import { partitionColumns, replacesPartitions, type Target } from './target.ts'
import { writeFile } from './write-file.ts'

/** A sink whose content lies ready beside its target. */
export interface Staged {
  readonly rows: number
  readonly bytes: number
  readonly steps: readonly Step[]
  /** The batch that was appended in an earlier run, so that nothing is to be written. */
  readonly known: string | null
  /** In a dry run. */
  readonly planned?: PlannedWrite
}

/** One file of a sink: which rows, and where to. */
interface Part {
  readonly relation: Relation
  readonly path: string
  /** All rows of which these are a share. */
  readonly touching: Relation
}

export const stageSink = async (node: CompiledNode, run: RunContext, database: RunStatements): Promise<Staged> => {
  const target = run.targets.get(node.id)!
  const { request } = target
  const leaf = Object.values(node.inputs)[0]![0]!
  const input = portOf(run, leaf.node, leaf.port)
  const batch = appends(request) ? (request.batch ?? run.batch) : null
  const before = batch === null || isOfTable(target) ? null : await appendedBefore(target, batch, run)
  if (batch !== null && before !== null) {
    return {
      rows: before,
      bytes: await bytesOf(target.path),
      steps: [],
      known: batch,
      ...(run.dry ? { planned: noWrite } : {}),
    }
  }
  const needsTable = ['leave_out', 'split', 'refuse'].includes(request.flagged) && input.relation.kind !== 'table'
  const table = needsTable ? await database.materialise(input.relation, node.id) : null
  if (table) settle(input.tally, table.rows, node.id)
  const source = table ? table.table : input.relation
  try {
    const all = await countFlagged(source, target, input, database)
    let rows = 0
    const made: Step[] = []
    const plans: PlannedWrite[] = []
    for (const part of partsOf(source, target, run)) {
      const staged = isOfTable(target)
        ? await stageTable({ target, relation: part.relation, batch }, run, database)
        : run.dry
          ? await foreseeFile({ target: target as Target<FileRequest>, ...part }, database)
          : await stagePart(part, target as Target<FileRequest>, run, database)
      if (staged.known !== null) return { ...staged, steps: [] }
      rows += staged.rows
      if (staged.planned) plans.push(staged.planned)
      made.push(...staged.steps)
    }
    const steps = await publishing(made, target)
    const leftOut = request.flagged === 'leave_out' ? all.flagged : 0
    if (all.rows !== null && rows + leftOut !== all.rows) {
      throw lostRows(node.id, `${all.rows} came in, ${rows} were written, and ${leftOut} were left out`)
    }
    if (request.flagged === 'keep' || request.flagged === 'columns') settle(input.tally, rows, node.id)
    const staged = steps.flatMap(step => (step.kind === 'batch' ? [] : [step.staged]))
    const bytes = (await Promise.all(staged.map(bytesOf))).reduce((sum, size) => sum + size, 0)
    if (batch !== null && !isOfTable(target)) steps.push({ kind: 'batch', target: target.path, batch, rows })
    return { rows, bytes, steps, known: null, ...(plans.length > 0 ? { planned: sumOf(plans) } : {}) }
  } finally {
    if (table) await database.drop(table.table.name)
  }
}

const appends = (request: SinkRequest): boolean =>
  request.format === 'duckdb' ? request.mode === 'append' : request.ifExists === 'append'

/** A record without its target is of a file that somebody removed since. */
const appendedBefore = async (target: Target, batch: string, run: RunContext): Promise<number | null> =>
  (await isThere(target.path)) ? rowsOfBatch(run.staging.state, target.path, batch) : null

interface Arrived {
  readonly rows: number | null
  readonly flagged: number
}

/** Counts what a policy is about before it writes; refuses what is to be refused. */
const countFlagged = async (
  source: Relation,
  { node, request }: Target,
  input: RunPort,
  database: RunStatements,
): Promise<Arrived> => {
  if (source.kind !== 'table' || request.flagged === 'keep' || request.flagged === 'columns') {
    return { rows: input.tally.rows, flagged: 0 }
  }
  const counts = await database.counts(exposed(source), { rows: countAll, flagged: countWhere(isFlagged(source)) })
  settle(input.tally, counts.rows, node)
  settle(input.flagged, counts.flagged, node, 'flagged rows')
  if (request.flagged === 'refuse' && counts.flagged > 0) {
    throw failure('data', {
      code: 'E-TARGET-FLAGGED',
      node,
      message: `\`${node}\` refuses flagged rows, and ${counts.flagged} of the ${counts.rows} rows that arrive are flagged.`,
      hint: 'Mend them or route them elsewhere, or let the sink keep them.',
    })
  }
  return counts
}

const partsOf = (source: Relation, target: Target, run: RunContext): readonly Part[] => {
  const { flagged } = target.request
  const { path } = target
  const clean = slotsOf(source).length === 0 ? source : where(source, op('not', isFlagged(source)))
  const whole = (relation: Relation): Part => ({ relation, path, touching: relation })
  if (flagged === 'columns') return [whole(withReasons(source, run.flow))]
  if (flagged === 'leave_out') return [whole(clean)]
  if (flagged !== 'split') return [whole(source)]
  return [
    { relation: clean, path, touching: source },
    { relation: where(source, isFlagged(source)), path: target.flaggedPath!, touching: source },
  ]
}

/** The last word on how what was staged comes to its place. */
const publishing = async (made: readonly Step[], target: Target): Promise<Step[]> => {
  const folders = made.filter((step): step is FolderStep => step.kind === 'folder')
  return replacesPartitions(target) ? [...(await partitionSteps(folders, partitionColumns(target.request)))] : [...made]
}

const stagePart = async (
  part: Part,
  target: Target<FileRequest>,
  run: RunContext,
  database: RunStatements,
): Promise<Staged> => {
  const staged = stagePath(part.path, run.staging.run)
  const before = await statIfThere(part.path)
  const old = target.request.ifExists === 'append' && before ? part.path : null
  const { rows, warnings = [] } = isOfSheet(target)
    ? await writeWorkbook(target, part.relation, staged, run.flow, database)
    : { rows: await writeFile({ target, relation: part.relation, staged, old }, database) }
  run.problems.push(...warnings)
  if (target.folder) await mkdir(staged, { recursive: true })
  await syncTree(staged)
  if (before?.isFile()) await chmod(staged, before.mode)
  const folder: FolderStep = { kind: 'folder', staged, target: part.path, aside: asidePath(part.path, run.staging.run) }
  if (replacesPartitions(target)) await checkKept(folder, part.relation, target, database)
  const steps: Step[] = target.folder ? [folder] : [{ kind: 'file', staged, target: part.path }]
  return { rows, bytes: 0, steps, known: null }
}

/** Partitions that stay must have the columns of those that come in. */
const checkKept = async (
  folder: FolderStep,
  relation: Relation,
  { node, request }: Target<FileRequest>,
  database: RunStatements,
): Promise<void> => {
  const [kept] = await keptOf(folder, partitionColumns(request))
  const [file] = kept ? await filesIn(join(folder.target, kept.path), '.parquet') : []
  if (file === undefined) return
  const found = (await database.columnsOfParquet([file])).toSorted()
  const wanted = columnsOf(relation).toSorted()
  if (found.join('\n') === wanted.join('\n')) return
  throw failure('data', {
    code: 'E-TARGET-COLUMNS',
    node,
    message: `The partitions of \`${request.path}\` that \`${node}\` would keep have the columns ${found.join(', ')}, and the rows have ${wanted.join(', ')}.`,
    hint: 'Replace the whole folder, or choose another path.',
  })
}
