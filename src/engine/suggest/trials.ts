import type { Flow } from '#core/flow/types.ts'
import type { Relation, Table } from '#core/relation/relation.ts'
import { replace } from '#core/relation/replace.ts'
import type { Trial } from '#core/suggest/trial.ts'
import type { Looking } from '../preview/looking.ts'

/** Looks at a node of another flow as at the one that is shown: its own table, where it has one. */
export type LookAtTrial = (trial: Trial) => Promise<Looking>

/** What is tried on the rows that are looked at. */
export interface Trials {
  readonly flow: Flow
  /** A node behind the rows, over those of them that are looked at. */
  look(trial: Trial): Promise<Looking>
}

/** Trials on all the rows of a port, or on a part of them that stands for all. */
export const trialsOn = (looking: Looking, rows: Table | null, lookAtTrial: LookAtTrial): Trials => {
  const { subject, keys } = looking
  const own = keys(subject.relation)
  return {
    flow: subject.flow.flow,
    look: async trial => {
      const tried = await lookAtTrial(trial)
      if (rows === null) return tried
      const isOwn = (relation: Relation) => (tried.keys(relation) === own ? rows : null)
      return { ...tried, subject: { ...tried.subject, relation: replace(tried.subject.relation, isOwn) } }
    },
  }
}
