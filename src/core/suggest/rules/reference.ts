import { heldBy } from '../words.ts'
import { fewestRows, type Proposer, ruleOn, tolerated } from './propose.ts'

/** Of keys of another source, few are not there. */
const fewLost = 0.05

/** Columns that hold keys of another source. */
export const reference: Proposer = ({ profile: { columns }, lookups }) =>
  lookups.flatMap(({ column: name, key, from, input }) => {
    const column = columns.find(each => each.name === name)
    if (!column || column.count < fewestRows) return []
    return [
      {
        rule: ruleOn('reference', [name], { input, inputColumns: [key] }),
        feed: { input, from },
        atMost: tolerated(column, fewLost),
        weight: 70,
        because: outcome => heldBy(outcome, `are in \`${key}\` of \`${from.node}\``),
      },
    ]
  })
