import type { PortName } from '#core/flow/ports.ts'
import type { Flow } from '#core/flow/types.ts'
import type { Table } from '#core/relation/relation.ts'
import { replace } from '#core/relation/replace.ts'
import type { Trial } from '#core/suggest/trial.ts'
import type { Looking } from '../preview/looking.ts'
import { relationsOfFlow } from '../preview/subject.ts'

/** Looks at a node of another flow as at the one that is shown: its own table, where it has one. */
export type LookAtTrial = (trial: Trial) => Promise<Looking>

/** What is tried on the rows that are looked at. */
export interface Trials {
  readonly flow: Flow
  /** A node behind the rows, over those of them that are looked at. */
  look(trial: Trial): Promise<Looking>
}

/** Trials on all the rows of a port, or on a part of them that stands for all. */
export const trialsOn = ({ subject }: Looking, at: PortName, rows: Table | null, lookAtTrial: LookAtTrial): Trials => ({
  flow: subject.flow.flow,
  look: async trial => {
    const tried = await lookAtTrial(trial)
    if (rows === null) return tried
    // not by its key: by now the check of a file may have found what was not known of it before
    const all = relationsOfFlow(tried.subject.flow).port(at.node, at.port)
    const relation = replace(tried.subject.relation, each => (each === all ? rows : null))
    return { ...tried, subject: { ...tried.subject, relation } }
  },
})
