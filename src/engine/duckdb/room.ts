import type { Relation } from '#core/relation/relation.ts'
import { relationsOf } from '#core/relation/walk.ts'
import { rejectTables } from '#core/sql/print.ts'
import { lackedMemory } from './error.ts'
import { dropTable } from './materialise.ts'
import { doInPieces, hasPieces } from './pieces.ts'
import type { QueryOptions, Session } from './session.ts'
import { withOneThread } from './threads.ts'

/** How a work came to fit into memory that did not at once. */
export type Saving = 'one thread' | 'pieces'

export interface RoomOptions extends QueryOptions {
  /** A name that no table has, for tables of its own. */
  readonly name: string
  readonly threads: number
  readonly told: (saving: Saving) => void
}

/**
 * Does a work on a relation as it is; where there is too little memory for that, again with one thread, of which each needs room of its own;
 * and where that is too little, with its sorts and aggregates done piece by piece before.
 */
export const withRoom = async <T>(
  session: Session,
  relation: Relation,
  options: RoomOptions,
  work: (relation: Relation) => Promise<T>,
): Promise<T> => {
  const { name, threads, told, signal } = options
  try {
    return await work(relation)
  } catch (error) {
    if (!lackedMemory(error) || (threads === 1 && !hasPieces(relation))) throw error
  }
  return withOneThread(session, threads, async () => {
    await forgetRejected(session, relation)
    if (threads > 1) {
      try {
        const done = await work(relation)
        told('one thread')
        return done
      } catch (error) {
        if (!lackedMemory(error) || !hasPieces(relation)) throw error
        await forgetRejected(session, relation)
      }
    }
    const pieces = await doInPieces(session, name, relation, { signal })
    try {
      const done = await work(pieces.relation)
      told('pieces')
      return done
    } finally {
      await pieces.drop()
    }
  })
}

/** What a scan has rejected before its statement failed is rejected again. */
const forgetRejected = async (session: Session, relation: Relation): Promise<void> => {
  for (const part of relationsOf(relation)) {
    if (part.kind !== 'scan' || part.rejects === null) continue
    for (const name of Object.values(rejectTables(part.rejects))) await dropTable(session, name)
  }
}
