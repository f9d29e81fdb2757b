import type { Outcome } from '#core/compile/types.ts'
import { didYouMean } from '#core/flow/nearest.ts'
import type { Problem } from '#core/problem.ts'
import { reservedPrefix } from '#core/relation/columns.ts'
import type { Column, Relation } from '#core/relation/relation.ts'
import { printRelation } from '#core/sql/print.ts'
import { DatabaseError } from './error.ts'
import type { Session } from './session.ts'

type Described = Outcome<{ readonly columns: readonly Column[] }>

/** How many statements' columns are kept: an edit stops spreading where an output's columns did not change. */
const remembered = 5_000

export type Columns = (relation: Relation) => Promise<Described>

/** Tells a relation's columns by preparing it over typed stubs; the printed SQL is the key, so it holds no file's stamp. */
export const createColumns = (session: Session): Columns => {
  const known = new Map<string, Promise<Described>>()
  return relation => {
    const sql = printRelation(relation, { stubs: true, visibleOnly: true })
    const before = known.get(sql)
    if (before) return before
    if (known.size > remembered) known.clear()
    const fresh = describe(session, sql)
    known.set(sql, fresh)
    fresh.catch(() => known.delete(sql))
    return fresh
  }
}

const describe = async (session: Session, sql: string): Promise<Described> => {
  try {
    return { ok: true, columns: await session.describe(sql) }
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error
    return { ok: false, problem: problemOf(error) }
  }
}

/** DuckDB's refusal to bind a statement, as a person may read it. */
export const problemOf = (error: DatabaseError): Omit<Problem, 'node'> => {
  const candidates = error.candidates
    .map(candidate => candidate.replaceAll('"', '').split('.').at(-1) ?? '')
    .filter(name => name && !name.startsWith(reservedPrefix))
  const column =
    error.subtype === 'COLUMN_NOT_FOUND'
      ? error.missing
      : /does not have a column named "(.+)"/.exec(error.message)?.[1]
  if (column)
    return {
      code: 'E-COLUMN-UNKNOWN',
      severity: 'error',
      message: `There is no column \`${column}\` in the input.`,
      ...didYouMean(column, candidates),
    }
  if (error.subtype === 'MISSING_ENTRY' && error.missing && /function/i.test(error.message))
    return {
      code: 'E-EXPRESSION-TYPE',
      severity: 'error',
      message: `There is no function \`${error.missing}\`.`,
      ...didYouMean(error.missing, candidates),
    }
  const { message, hint } = cleaned(error.message)
  return { code: 'E-EXPRESSION-TYPE', severity: 'error', message, ...(hint ? { hint } : {}) }
}

const typeWords: Readonly<Record<string, string>> = { INTEGER_LITERAL: 'INTEGER', STRING_LITERAL: 'VARCHAR' }

/** The first sentence without the candidates' list, which becomes the hint, and without our own aliases. */
export const cleaned = (message: string): { readonly message: string; readonly hint?: string } => {
  const plain = message
    .replaceAll(/INTEGER_LITERAL|STRING_LITERAL/g, word => typeWords[word] ?? word)
    .replaceAll(/"(?:t|left|right)"\."?(\w+)"?/g, '"$1"')
  const [sentence = '', ...rest] = plain.split('\n')
  const candidates = rest
    .map(line => line.trim())
    .filter(line => /->/.test(line))
    .slice(0, 3)
  const text = sentence
    .replace(/^[A-Z][A-Za-z ]* Error: /, '')
    .replace(/\s*(?:You might need to add|In order to select one, please add) explicit type casts\.?/, '')
    .replaceAll("'", '`')
    .trim()
  const ended = /[.!?]$/.test(text) ? text.replace(/!$/, '.') : `${text}.`
  return {
    message: ended,
    ...(candidates.length > 0
      ? { hint: `it takes ${candidates.map(c => `\`${c}\``).join(', or ')}; convert with CAST` }
      : {}),
  }
}
