import { count, counted } from '../../quality-report/numbers.ts'
import { dateFormats } from '../dates.ts'
import type { RepairCandidate } from '../types.ts'
import { type Mender, withFlags } from './propose.ts'

const fewOthers = 0.05

/** A format that few values have is one of its own. */
const fewest = 0.001

/** Texts that are days or times, in one format or in several. */
export const dates: Mender = (column, { dates: times }): readonly RepairCandidate[] => {
  const there = dateFormats.filter(({ format }) => (times[format] ?? 0) > column.count * fewest)
  const sorted = there.toSorted((a, b) => (times[b.format] ?? 0) - (times[a.format] ?? 0))
  const [most] = sorted
  if (most === undefined) return []
  // days before months and the other way round read the same texts: of two such, the one that reads fewer is no format of its own
  const others = sorted.slice(1).filter(each => each.shape.source !== most.shape.source || each.time !== most.time)
  const formats = [most, ...others].filter(({ time }) => time === most.time)
  const twin = sorted.find(each => each !== most && each.shape.source === most.shape.source)
  const read = formats.reduce((sum, { format }) => sum + (times[format] ?? 0), 0)
  if (read < column.count * (1 - fewOthers)) return []
  const both = twin && times[twin.format] === times[most.format]
  return [
    {
      column: column.name,
      title: most.time ? 'Texts to times' : 'Texts to dates',
      node: 'transform.parse_date',
      settings: name => ({
        columns: [name],
        ...(most.time ? { type: 'TIMESTAMP' } : {}),
        formats: (both ? [...formats, twin] : formats).map(({ format }) => format),
        ...withFlags,
      }),
      mayLose: fewOthers,
      because: ({ lost }) => {
        const written = formats.map(({ format, said }) => `${count(times[format] ?? 0)} as ${said}`).join(', ')
        const doubt = both
          ? ` Whether day or month comes first, no value tells: those that may be either are flagged.`
          : ''
        const rest = lost === 0 ? '' : ` ${count(lost)} cannot be read, and are flagged.`
        return `Of ${counted(column.count, 'text')}, ${written}.${rest}${doubt}`
      },
    },
  ]
}
