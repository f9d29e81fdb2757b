import { count, counted } from '../../quality-report/numbers.ts'
import { codeWords, hasWord, phoneWords } from '../names.ts'
import { notations, signsOf } from '../numbers.ts'
import type { RepairCandidate } from '../types.ts'
import { type Mender, withFlags } from './propose.ts'

const fewOthers = 0.05

/** Texts that are numbers: as they are, or with signs of another country. */
export const numbers: Mender = (column, { numbers: times, zeros }): readonly RepairCandidate[] => {
  if (zeros > column.count / 100 || hasWord(column.name, codeWords) || hasWord(column.name, phoneWords)) return []
  const [most] = notations.toSorted((a, b) => (times[b.name] ?? 0) - (times[a.name] ?? 0))
  if (most === undefined || (times[most.name] ?? 0) < column.count * (1 - fewOthers)) return []
  const { unit, percent } = signsOf(column)
  // a number without the sign would be a hundred times as large as it is meant
  if (percent && times[most.name] !== column.count) return []
  const beside = [...(unit === null || percent ? [] : [`\`${unit}\``]), ...(percent ? ['a percent sign'] : [])]
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
            ...(most.grouping ? { grouping: most.grouping } : {}),
            ...(unit === null || percent ? {} : { units: [unit] }),
            ...(percent ? { percent } : {}),
          },
        ],
        ...withFlags,
      }),
      mayLose: fewOthers,
      because: ({ lost }) => {
        const rest = lost === 0 ? '' : ` ${count(lost)} cannot be read, and are flagged.`
        return `Of ${counted(column.count, 'text')}, ${count(times[most.name] ?? 0)} are numbers written as ${most.said}${beside.length > 0 ? ` with ${beside.join(' and ')}` : ''}.${rest}`
      },
    },
  ]
}
