import { basename } from 'node:path'
import type { CompiledNode } from '#core/compile/types.ts'
import { call, column, scan } from '#core/relation/build.ts'
import type { Relation, Scan } from '#core/relation/relation.ts'
import { relationsOf } from '#core/relation/walk.ts'
import { DatabaseError, wasInterrupted } from '../duckdb/error.ts'
import { firstLine } from '../duckdb/scan/problem.ts'
import type { RunContext } from './context.ts'
import { asFailure, failure, RunFailure } from './failure.ts'

/** Errors that come of the rows or of the statement, and not of a file's bytes. */
const elsewhere = new Set(['Conversion', 'Binder', 'Catalog', 'Parser', 'Out of Memory', 'Constraint', 'Permission'])

const mayBeDamage = (error: unknown): error is DatabaseError =>
  error instanceof DatabaseError && !elsewhere.has(error.type) && !wasInterrupted(error) && !isMissing(error)

const isMissing = (error: DatabaseError): boolean => asFailure(error).problem.code === 'E-FILE-MISSING'

interface Read {
  readonly node: string
  readonly scan: Scan
}

/** The Parquet files that a node's work reads, with the source that they belong to. */
const filesRead = (node: CompiledNode, run: RunContext): readonly Read[] => {
  const before = Object.values(node.inputs).flatMap(leaves =>
    leaves.flatMap(leaf => run.outcomes.get(leaf.node)?.ports[leaf.port]?.fused ?? []),
  )
  return [...new Set([...before, node.id])].flatMap(id => {
    const { compiled } = run.flow.nodes[id]!
    const scans = Object.values(compiled?.ports ?? {})
      .flatMap(relationsOf)
      .filter((relation: Relation): relation is Scan => relation.kind === 'scan' && relation.reader === 'parquet')
    return [...new Set(scans)].map(found => ({ node: id, scan: found }))
  })
}

/**
 * A Parquet file whose parts are damaged shows it only when they are read, in words that name no file: each is read alone to find it. It
 * costs the reading once more, in a run that has failed already.
 */
export const findDamaged = async (node: CompiledNode, error: unknown, run: RunContext): Promise<RunFailure | null> => {
  if (!mayBeDamage(error instanceof RunFailure ? error.cause : error)) return null
  for (const { node: id, scan: of } of filesRead(node, run)) {
    for (const file of of.files) {
      const values = of.columns.map(c => column(c.name))
      try {
        await run.database.counts(scan({ ...of, files: [file] }), { read: call('max', call('hash', ...values)) })
      } catch (cause) {
        if (!mayBeDamage(cause)) continue
        const message = `\`${basename(file)}\` is damaged: ${firstLine(cause).replaceAll(file, 'the file')}.`
        return failure(
          'data',
          { code: 'E-FILE-FORMAT', node: id, message, hint: 'Copy or download the file again.' },
          { cause },
        )
      }
    }
  }
  return null
}
