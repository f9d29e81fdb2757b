import { count, counted } from '../../quality-report/numbers.ts'
import { codeWords, hasWord, phoneWords } from '../names.ts'
import { notations } from '../numbers.ts'
import type { RepairCandidate } from '../types.ts'
import { type Mender, withFlags } from './propose.ts'

const fewOthers = 0.05

/** Texts that are numbers: as they are, or with signs of another country. */
export const numbers: Mender = (column, { numbers: times, zeros }): readonly RepairCandidate[] => {
  if (zeros > column.count / 100 || hasWord(column.name, codeWords) || hasWord(column.name, phoneWords)) return []
  const [most] = notations.toSorted((a, b) => (times[b.name] ?? 0) - (times[a.name] ?? 0))
  if (most === undefined || (times[most.name] ?? 0) < column.count * (1 - fewOthers)) return []
  return [
    {
      column: column.name,
      title: 'Texts to numbers',
      node: 'transform.cast',
      settings: name => ({
        columns: [
          {
            column: name,
            type: 'DOUBLE',
            ...(most.decimal === '.' ? {} : { decimal: most.decimal }),
            ...(most.thousands === '' ? {} : { thousands: most.thousands }),
          },
        ],
        ...withFlags,
      }),
      mayLose: fewOthers,
      because: ({ lost }) => {
        const rest = lost === 0 ? '' : ` ${count(lost)} cannot be read, and are flagged.`
        return `Of ${counted(column.count, 'text')}, ${count(times[most.name] ?? 0)} are numbers written as ${most.said}.${rest}`
      },
    },
  ]
}
