import { randomUUID } from 'node:crypto'
import { mkdir, rename } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { boundaryOf } from '#core/compile/subflow.ts'
import { graphOf, upstream } from '#core/flow/graph.ts'
import type { Catalogue } from '#core/node/kind.ts'
import { noteOf, toStore } from '#core/pin/rows.ts'
import { withPin } from '#core/pin/set.ts'
import type { FlowRequest } from './api.ts'
import { freezeStatement } from './duckdb/copy.ts'
import { type Looking, withTable } from './preview/looking.ts'
import { ProblemError } from './problem-error.ts'
import { reasonsIn } from './rows/flags.ts'
import { remove, syncFile, syncFolder } from './run/files.ts'
import { totallyOrdered } from './run/write-file.ts'

/** What was frozen: the file as the flow names it, and how many rows it has. */
export interface Frozen {
  readonly path: string
  readonly rows: number
}

const refused = (node: string, message: string, hint: string): ProblemError =>
  new ProblemError({ code: 'E-PIN-NODE', severity: 'error', node, message, hint })

/** Where the rows of a pin are stored, as its flow names it. */
const storedAt = (flowPath: string, node: string): string =>
  `${basename(flowPath).replace(/(\.flow)?\.json$/, '')}.pins/${node}.parquet`

/** Throws if rows cannot be frozen at this node. */
const checkPin = ({ flow, path }: FlowRequest, node: string, catalogue: Catalogue): string => {
  const own = flow.nodes[node]
  if (!own)
    throw refused(node, `\`${node}\` is no node of this flow itself.`, 'freeze it in the flow that it stands in')
  if (!catalogue.get(own.kind)?.frozen)
    throw refused(node, `\`${node}\` is no pin.`, 'put a pin behind it, and freeze that')
  if (own.bypass) throw refused(node, `\`${node}\` is bypassed.`, 'switch that off, and freeze it then')
  if (path === null) throw refused(node, 'Rows are stored beside the flow, and it was never saved.', 'save it first')
  const before = upstream(graphOf(flow), [node])
  const handed = boundaryOf(flow, catalogue).find(each => each.direction === 'input' && before.has(each.node))
  if (handed)
    throw refused(
      node,
      `The rows of \`${node}\` come in by \`${handed.node}\`, which has sample rows alone in this flow.`,
      'put the pin into the outer flow, behind the node of this one',
    )
  return storedAt(path, node)
}

/** Stores the rows of a pin beside its flow: a draft, synced, then renamed, so that the file is whole at any time. */
export const freeze = async (
  request: FlowRequest,
  node: string,
  catalogue: Catalogue,
  look: (request: FlowRequest) => Promise<Looking>,
  signal: AbortSignal | undefined,
): Promise<Frozen> => {
  const path = checkPin(request, node, catalogue)
  const file = resolve(dirname(request.path!), path)
  const looking = await look({ ...request, flow: withPin(request.flow, node, null) })
  const { subject, tables } = looking
  const draft = join(dirname(file), `.weir-${randomUUID()}.draft`)
  await mkdir(dirname(file), { recursive: true })
  try {
    return await withTable(looking, async ({ table }) => {
      const rows = totallyOrdered(table)
      const note = noteOf(table, table.columns, reasonsIn(subject.flow), new Date().toISOString())
      const stored = toStore(rows, table.columns)
      const written = await tables.pool.use(session =>
        session.execute(freezeStatement(stored, draft, JSON.stringify(note)), { signal }),
      )
      await syncFile(draft)
      signal?.throwIfAborted()
      await rename(draft, file)
      await syncFolder(dirname(file))
      return { path, rows: written }
    })
  } finally {
    await remove(draft)
  }
}
