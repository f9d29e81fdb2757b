import { call, column, literal, op } from '#core/relation/build.ts'
import type { Column, Scan } from '#core/relation/relation.ts'
import { convert } from '#core/source/convert.ts'
import type { Session } from '../../session.ts'
import { countWhere, measure, sampleRows } from '../measure.ts'

const manyDigits = /\d{16}/

/**
 * Names of columns that the sniffer took for decimals though all cells are whole numbers, some of which have more digits than a DOUBLE holds:
 * they are codes. `head` is the file's beginning, `columns` those whose types were guessed.
 */
export const longCodes = async (
  session: Session,
  text: Scan,
  columns: readonly Column[],
  head: string,
): Promise<ReadonlySet<string>> => {
  const asked = manyDigits.test(head) ? columns.filter(c => c.type === 'DOUBLE') : []
  const how = { decimal: '.', format: null, json: false, guessed: true }
  const counts = await measure(
    session,
    text,
    sampleRows,
    asked.flatMap(({ name }) => {
      const isWhole = call('regexp_matches', column(name), literal('^\\s*[-+]?[0-9]+\\s*$'))
      return [
        countWhere(op('and', op('is_not_null', column(name)), op('not', isWhole))),
        countWhere(op('and', isWhole, op('is_null', convert(column(name), 'DOUBLE', how)))),
      ]
    }),
  )
  return new Set(asked.filter((_, i) => counts[2 * i] === 0 && counts[2 * i + 1]! > 0).map(c => c.name))
}
