import type { ScanInfo } from '#core/relation/relation.ts'
import { DatabaseError } from '../../error.ts'

/** Each column that does not convert costs a reading that ends there: of more than so many, all are read as text. */
const mostMisfits = 3

const remembered = 500

/** Files that DuckDB converts itself, by what was asked of them: which columns, and which it could not; null: let it convert none. */
const readings = new Map<string, { readonly info: ScanInfo; readonly misfits: ReadonlySet<string> | null }>()

/** How often a cell or line was met that DuckDB could not read. */
let met = 0

/** The columns that are to be read as text; null: let DuckDB convert none. */
export const misfitsOf = (key: string): ReadonlySet<string> | null => {
  const reading = readings.get(key)
  return reading ? reading.misfits : new Set()
}

/** Remembers what DuckDB is about to convert. */
export const noteTyped = (key: string, info: ScanInfo): void => {
  const misfits = misfitsOf(key)
  readings.delete(key)
  readings.set(key, { info, misfits })
  if (readings.size > remembered) readings.delete(readings.keys().next().value!)
}

/** Whether DuckDB is to convert columns that it could not. */
export const isOutdated = (key: string, { typed }: ScanInfo): boolean => {
  const misfits = misfitsOf(key)
  return typed !== undefined && (misfits === null || typed.some(name => misfits.has(name)))
}

interface Misread {
  readonly file: string
  /** Null: it is not one column's fault. */
  readonly column: string | null
}

const misreadIn = (error: unknown): Misread | null => {
  if (!(error instanceof DatabaseError)) return error instanceof Error && error.cause ? misreadIn(error.cause) : null
  const file = /^ {2}file = (.*)$/m.exec(error.message)?.[1] ?? /JSON.* in file "(.*?)"[,.]/.exec(error.message)?.[1]
  if (file === undefined) return null
  return { file, column: /Error when converting column "(.*?)"[.:] /s.exec(error.message)?.[1] ?? null }
}

const note = ({ file, column }: Misread): void => {
  for (const [key, { info, misfits }] of readings) {
    if (misfits === null || ![info, ...(info.parts ?? [])].some(part => part.files.includes(file))) continue
    const name = info.columns.find(c => c.name === column)?.name
    if (name !== undefined && misfits.has(name)) continue
    const all = new Set([...misfits, ...(name === undefined ? [] : [name])])
    readings.set(key, { info, misfits: name === undefined || all.size > mostMisfits ? null : all })
    met += 1
  }
}

/**
 * To be called before the files of a flow are looked at. Says of an error of later whether it is of a file that DuckDB was to convert, and
 * could not: looked at anew, such a file is read as text, and what failed may be tried again.
 */
export const watchMisreads = (): ((error: unknown) => boolean) => {
  const before = met
  return error => {
    const misread = misreadIn(error)
    if (misread === null) return false
    note(misread)
    return met !== before
  }
}
