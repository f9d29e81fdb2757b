import { aggregate, aggregateCall, call, cast, column, limit, literal, op } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Column, NamedExpression, Scan } from '#core/relation/relation.ts'
import { printRelation } from '#core/sql/print.ts'
import { type ScanProblem, warning } from './scan-problem.ts'
import type { Session } from './session.ts'

/** Rows that a guess is made from, as many as DuckDB's sniffer takes. */
const sampleRows = 20480

/** In order of preference: of two that fit the same cells the first is taken. */
const dateFormats = [
  '%Y-%m-%d',
  '%d.%m.%Y',
  '%d/%m/%Y',
  '%d-%m-%Y',
  '%m/%d/%Y',
  '%m-%d-%Y',
  '%Y/%m/%d',
  '%Y.%m.%d',
  '%d.%m.%y',
  '%d/%m/%y',
  '%m/%d/%y',
  '%d %b %Y',
  '%d-%b-%Y',
  '%d %B %Y',
  '%b %d, %Y',
  '%B %d, %Y',
]
const timeFormats = ['%H:%M:%S', '%H:%M', '%H:%M:%S.%g', '%I:%M:%S %p', '%I:%M %p']
const timestampFormats = dateFormats.slice(0, 11).flatMap(date => timeFormats.map(time => `${date} ${time}`))

/** The format in which day and month have changed places. */
const swapped = (format: string): string | null => {
  const other = format.replace(/%([dm])([^%]*)%([dm])/, '%$3$2%$1')
  return other === format ? null : other
}

export interface Dates {
  readonly columns: readonly Column[]
  readonly formats: Readonly<Record<string, string>>
  readonly warnings: readonly ScanProblem[]
}

export interface DateGuess {
  /** The file's cells as text. */
  readonly text: Scan
  readonly columns: readonly Column[]
  /** Columns whose type a person set. */
  readonly given: ReadonlySet<string>
  /** Formats by type: what a person set, or the sniffer found. */
  readonly set: { readonly date: string | null; readonly timestamp: string | null }
  readonly sniffed: { readonly date: string | null; readonly timestamp: string | null }
}

const count = (input: Expression): Expression => aggregateCall('count', [input])
const countWhere = (where: Expression): Expression => aggregateCall('count', [literal(1)], { where })
const parsed = (name: string, format: string): Expression => call('try_strptime', column(name), literal(format))

const measure = async (session: Session, text: Scan, measures: readonly Expression[]): Promise<readonly number[]> => {
  if (measures.length === 0) return []
  const named: NamedExpression[] = measures.map((expression, i) => ({ name: `m${i}`, expression }))
  const { rows } = await session.query(printRelation(aggregate(limit(text, sampleRows), [], named)))
  return rows[0]!.map(Number)
}

const isDate = (type: string) => type === 'DATE'
const isTimestamp = (type: string) => type === 'TIMESTAMP'

/** Columns that may hold dates, as far as their cells look so. */
const candidates = async (session: Session, guess: DateGuess): Promise<readonly Column[]> => {
  const asked = guess.columns.filter(c => !guess.given.has(c.name) && /^(VARCHAR|TIMESTAMP)$/.test(c.type))
  const looks = /^\s*(\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{2,4}|[A-Za-z]{3,9} \d{1,2}, \d{4})/
    .source
  const measured = await measure(
    session,
    guess.text,
    asked.flatMap(c => [
      count(column(c.name)),
      isTimestamp(c.type)
        ? countWhere(op('>', call('length', call('trim', column(c.name))), literal(10)))
        : countWhere(call('regexp_matches', column(c.name), literal(looks))),
    ]),
  )
  return asked.filter((c, i) => {
    const [cells, hits] = [measured[2 * i]!, measured[2 * i + 1]!]
    return cells > 0 && (isTimestamp(c.type) ? hits === 0 : hits === cells)
  })
}

/**
 * Types and formats of date columns: DuckDB's sniffer knows one format per file, and none where a cell is wrong or a time has no seconds. Asked
 * are columns that look like dates, and those that a person calls dates.
 */
export const guessDates = async (session: Session, guess: DateGuess): Promise<Dates> => {
  const formats: Record<string, string> = {}
  const open: Column[] = [...(await candidates(session, guess))]
  for (const c of guess.columns) {
    const set = isDate(c.type) ? guess.set.date : isTimestamp(c.type) ? guess.set.timestamp : null
    if (set) formats[c.name] = set
    else if (
      isDate(c.type)
        ? guess.given.has(c.name) || guess.sniffed.date
        : isTimestamp(c.type) && (guess.given.has(c.name) || guess.sniffed.timestamp)
    ) {
      if (!open.includes(c)) open.push(c)
    }
  }
  const tried = (c: Column): readonly string[] =>
    isDate(c.type) ? dateFormats : guess.given.has(c.name) ? timestampFormats : [...dateFormats, ...timestampFormats]
  const places: { column: Column; format: string }[] = open.flatMap(c =>
    tried(c).map(format => ({ column: c, format })),
  )
  const counts = await measure(session, guess.text, [
    ...open.flatMap(c => [
      count(column(c.name)),
      count(cast(column(c.name), isDate(c.type) ? 'DATE' : 'TIMESTAMP', { safe: true })),
    ]),
    ...places.map(p => count(parsed(p.column.name, p.format))),
  ])
  const hits = counts.slice(open.length * 2)
  const found = new Map<string, string>()
  const warnings: ScanProblem[] = []
  open.forEach((c, i) => {
    const [cells, iso] = [counts[2 * i]!, counts[2 * i + 1]!]
    const own = places.map((p, at) => ({ ...p, hits: hits[at]! })).filter(p => p.column === c)
    const best = own.reduce((a, b) => (b.hits > a.hits ? b : a))
    const known = isDate(c.type) || isTimestamp(c.type)
    // A text that is a date only here and there stays a text; a column of dates may have cells that are none.
    if (best.hits === 0 || (best.hits < cells && !known)) return
    if (known && guess.given.has(c.name) && iso >= best.hits) return
    const type = guess.given.has(c.name) ? c.type : /%[HI]/.test(best.format) ? 'TIMESTAMP' : 'DATE'
    found.set(c.name, type)
    if (!best.format.startsWith('%Y-%m-%d')) formats[c.name] = best.format
    const other = swapped(best.format)
    if (other && own.some(p => p.format === other && p.hits === best.hits)) {
      const first = best.format.indexOf('%d') < best.format.indexOf('%m') ? 'day' : 'month'
      const setting = type === 'DATE' ? 'dateFormat' : 'timestampFormat'
      const message = `In \`${c.name}\` day and month cannot be told apart; it is read with the ${first} first, as ${best.format}.`
      warnings.push(warning('W-DATE-AMBIGUOUS', setting, message, 'set the format if the other one is meant'))
    }
  })
  const columns = guess.columns.map(c => ({ name: c.name, type: found.get(c.name) ?? c.type }))
  return { columns, formats, warnings }
}
