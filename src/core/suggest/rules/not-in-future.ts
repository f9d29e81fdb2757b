import { hasWord } from '../names.ts'
import { heldBy } from '../words.ts'
import { eachColumn, ruleOn, tolerated } from './propose.ts'

const past = new Set(
  'birth born birthday birthdate dob created opened ordered order signed registered joined hired admitted visited inspected measured paid shipped delivered sold founded built died death updated modified logged occurred event'.split(
    ' ',
  ),
)

const ahead = new Set('next due planned valid until expiry expires expected to end'.split(' '))

const fewAhead = 0.01

/** Days and times of what has happened. */
export const notInFuture = eachColumn(column =>
  column.shape !== 'date' || !hasWord(column.name, past) || hasWord(column.name, ahead)
    ? []
    : [
        {
          rule: ruleOn('not_in_future', [column.name]),
          atMost: tolerated(column, fewAhead),
          weight: 45,
          because: outcome => heldBy(outcome, 'are of the past'),
        },
      ],
)
