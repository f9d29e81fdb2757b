import { call, cast, column, literal, op } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Column, Scan } from '#core/relation/relation.ts'
import type { Session } from '../session.ts'
import { count, countWhere, measure, sampleRows } from './measure.ts'
import { type ScanProblem, warning } from './problem.ts'

const screenRows = 256

/** In order of preference: of two that fit the same cells the first is taken. */
export const dateFormats = [
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
export const timestampFormats = dateFormats.slice(0, 11).flatMap(date => timeFormats.map(time => `${date} ${time}`))

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

const parsed = (name: string, format: string): Expression => call('try_strptime', column(name), literal(format))

const isDate = (type: string) => type === 'DATE'
const isTimestamp = (type: string) => type === 'TIMESTAMP'
const isIso = (format: string) => format.startsWith('%Y-%m-%d')

/** Columns that the sniffer did not take for dates, though their cells look so. */
const lookAlike = async (session: Session, guess: DateGuess): Promise<readonly Column[]> => {
  const asked = guess.columns.filter(c => !guess.given.has(c.name) && /^(VARCHAR|TIMESTAMP)$/.test(c.type))
  const looks = /^\s*(\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{2,4}|[A-Za-z]{3,9} \d{1,2}, \d{4})/
    .source
  const measured = await measure(
    session,
    guess.text,
    sampleRows,
    asked.flatMap(c => [
      count(column(c.name)),
      isTimestamp(c.type)
        ? countWhere(op('<=', call('length', call('trim', column(c.name))), literal(10)))
        : countWhere(call('regexp_matches', column(c.name), literal(looks))),
    ]),
  )
  return asked.filter((_, i) => measured[2 * i]! > 0 && measured[2 * i + 1]! === measured[2 * i]!)
}

/** Columns whose format is not known: called dates by a person, or read by the sniffer in a format that may not be the only one. */
const undecided = (guess: DateGuess): readonly Column[] =>
  guess.columns.filter(c => {
    if (!isDate(c.type) && !isTimestamp(c.type)) return false
    const [set, sniffed] = isDate(c.type)
      ? [guess.set.date, guess.sniffed.date]
      : [guess.set.timestamp, guess.sniffed.timestamp]
    return !set && (guess.given.has(c.name) || (sniffed !== null && !isIso(sniffed)))
  })

interface Trial {
  readonly column: Column
  readonly format: string
  readonly hits: number
}

/** How many cells of the sample each format reads. All formats are tried on a few rows, those that read any on all. */
const trials = async (session: Session, guess: DateGuess, open: readonly Column[]): Promise<readonly Trial[]> => {
  const tried = (c: Column): readonly string[] =>
    isDate(c.type) ? dateFormats : guess.given.has(c.name) ? timestampFormats : [...dateFormats, ...timestampFormats]
  const all = open.flatMap(c => tried(c).map(format => ({ column: c, format })))
  const hitsOf = (of: readonly { column: Column; format: string }[], rows: number) =>
    measure(
      session,
      guess.text,
      rows,
      of.map(p => count(parsed(p.column.name, p.format))),
    )
  const few = await hitsOf(all, screenRows)
  const likely = all.filter((_, i) => few[i]! > 0)
  const left = open.some(c => !likely.some(p => p.column === c)) ? all : likely
  const hits = await hitsOf(left, sampleRows)
  return left.map((p, i) => ({ ...p, hits: hits[i]! }))
}

const ambiguous = (c: Column, format: string): ScanProblem => {
  const first = format.indexOf('%d') < format.indexOf('%m') ? 'day' : 'month'
  const setting = /%[HI]/.test(format) ? 'timestampFormat' : 'dateFormat'
  const message = `In \`${c.name}\` day and month cannot be told apart; it is read with the ${first} first, as ${format}.`
  return warning('W-DATE-AMBIGUOUS', setting, message, 'set the format if the other one is meant')
}

/**
 * Types and formats of date columns: DuckDB's sniffer knows one format per file, and none where a cell is wrong or a time has no
 * seconds. Asked are columns that look like dates, and those that a person calls dates.
 */
export const guessDates = async (session: Session, guess: DateGuess): Promise<Dates> => {
  const formats: Record<string, string> = {}
  for (const c of guess.columns) {
    const set = isDate(c.type) ? guess.set.date : isTimestamp(c.type) ? guess.set.timestamp : null
    if (set) formats[c.name] = set
  }
  const open = [...(await lookAlike(session, guess)), ...undecided(guess)]
  if (open.length === 0) return { columns: guess.columns, formats, warnings: [] }
  const tried = await trials(session, guess, open)
  const totals = await measure(
    session,
    guess.text,
    sampleRows,
    open.flatMap(c => [
      count(column(c.name)),
      count(cast(column(c.name), isDate(c.type) ? 'DATE' : 'TIMESTAMP', { safe: true })),
    ]),
  )
  const types = new Map<string, string>()
  const warnings: ScanProblem[] = []
  open.forEach((c, i) => {
    const [cells, iso] = [totals[2 * i]!, totals[2 * i + 1]!]
    const own = tried.filter(trial => trial.column === c)
    const best = own.reduce((a, b) => (b.hits > a.hits ? b : a))
    const given = guess.given.has(c.name)
    // A text that is a date only here and there stays a text; a column of dates may have cells that are none.
    if (best.hits === 0 || (best.hits < cells && c.type === 'VARCHAR') || (given && iso >= best.hits)) return
    types.set(c.name, given ? c.type : /%[HI]/.test(best.format) ? 'TIMESTAMP' : 'DATE')
    if (!isIso(best.format)) formats[c.name] = best.format
    const other = swapped(best.format)
    if (own.some(trial => trial.format === other && trial.hits === best.hits)) warnings.push(ambiguous(c, best.format))
  })
  const columns = guess.columns.map(c => ({ name: c.name, type: types.get(c.name) ?? c.type }))
  return { columns, formats, warnings }
}
