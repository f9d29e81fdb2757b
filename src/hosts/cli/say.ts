import type { Problem } from '#core/problem.ts'
import type { Io } from './io.ts'

const colours = { error: 31, warning: 33, info: 36 } as const

const paint = (io: Io, code: number, text: string): string => (io.colour ? `\u001b[${code}m${text}\u001b[0m` : text)

const place = (problem: Problem): string => {
  if (problem.node === undefined) return ''
  return ` ${problem.node}${problem.setting ? `.${problem.setting}` : ''}:`
}

/** A problem as one line of text: severity, code, where, what, and what to do. */
export const problemLine = (io: Io, problem: Problem): string => {
  const { severity, code, message, hint } = problem
  return `${paint(io, colours[severity], severity)} ${code}:${place(problem)} ${message}${hint ? ` Hint: ${hint}` : ''}`
}

const longestSql = 500

/** The statement that failed, on one line; where it is long its beginning, as the report has all of it. */
const sqlLine = (sql: string): string => {
  const line = sql.replaceAll(/\s+/g, ' ')
  return line.length > longestSql
    ? `  SQL: ${line.slice(0, longestSql)}… (all of it is in the report)`
    : `  SQL: ${line}`
}

export const sayProblems = (io: Io, problems: readonly Problem[]): void => {
  for (const problem of problems) {
    io.err(problemLine(io, problem))
    if (problem.sql !== undefined) io.err(sqlLine(problem.sql))
  }
}

/** `1 row`, `2 rows`. */
export const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`
