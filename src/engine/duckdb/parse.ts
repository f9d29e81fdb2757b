import type { ParseOutcome, ParseRequest } from '#core/compile/types.ts'
import { didYouMean } from '#core/flow/nearest.ts'
import { DatabaseError } from './error.ts'
import { type FunctionFacts, readFunctions } from './functions.ts'
import { judge } from './judge.ts'
import type { Session } from './session.ts'
import { type Parsed, parseMany, readParsed } from './tree.ts'
import { placeOf, type Refusal, refuse, type Typed, wrap } from './typed.ts'

/** How many texts' outcomes are kept, so that an edit parses only what changed. */
const remembered = 5_000

export type Parse = (requests: readonly ParseRequest[]) => Promise<readonly ParseOutcome[]>

export const createParse = (session: Session): Parse => {
  const known = new Map<string, ParseOutcome>()
  let facts: Promise<FunctionFacts> | null = null
  return async requests => {
    const keys = requests.map(request => JSON.stringify([request.text, request.allow, request.parameters]))
    const missing = [...new Set(keys)].filter(key => !known.has(key))
    const fresh = missing.map(key => requests[keys.indexOf(key)]!)
    if (fresh.length > 0) {
      facts ??= readFunctions(session)
      const outcomes = await parseFresh(session, fresh, await facts)
      if (known.size > remembered) known.clear()
      for (const [i, key] of missing.entries()) known.set(key, outcomes[i]!)
    }
    return keys.map(key => known.get(key)!)
  }
}

const parseFresh = async (
  session: Session,
  requests: readonly ParseRequest[],
  facts: FunctionFacts,
): Promise<readonly ParseOutcome[]> => {
  const wrapped = requests.map(request => wrap(request.text, request.allow.sides))
  const sound = wrapped.filter((w): w is Typed => w.ok)
  const parsed = await serialize(
    session,
    sound.map(typed => typed.sql),
  )
  const bySql = new Map(sound.map((typed, i) => [typed.sql, parsed[i]!]))
  return requests.map((request, i) => {
    const typed = wrapped[i]!
    return typed.ok ? outcomeOf(typed, bySql.get(typed.sql)!, request, facts) : typed
  })
}

/** Parses statements without binding them; one that DuckDB cannot even serialize does not take the others with it. */
export const serialize = async (session: Session, statements: readonly string[]): Promise<readonly Parsed[]> => {
  if (statements.length === 0) return []
  try {
    const { rows } = await session.query(parseMany, { values: [JSON.stringify(statements)] })
    return rows.map(row => readParsed(String(row[0])))
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error
    if (statements.length === 1) return [{ error: true, message: error.message, position: error.position }]
    const one = await Promise.all(statements.map(statement => serialize(session, [statement])))
    return one.flat()
  }
}

const outcomeOf = (typed: Typed, parsed: Parsed, request: ParseRequest, facts: FunctionFacts): ParseOutcome => {
  if (parsed.error) return unparsed(typed, parsed.message, parsed.position)
  const [statement, ...others] = parsed.statements
  const [expression, ...columns] = selectList(statement?.node)
  if (!expression || columns.length > 0 || others.length > 0) return refuse('This is not one expression')
  const judged = judge(expression, typed, request.allow, facts)
  if (!judged.ok) return judged
  const parameters = typed.tokens.filter(t => t.kind === 'parameter')
  const known = new Set(request.parameters)
  for (const token of parameters) {
    if (!/^\$[\p{L}_]/u.test(token.text))
      return refuse(`\`${token.text}\` is no parameter: a parameter of the flow is written as \`$name\``, token)
    if (!known.has(token.text.slice(1)))
      return {
        ...refuse(`The flow has no parameter named \`${token.text.slice(1)}\``, token),
        code: 'E-PARAM-UNKNOWN',
        ...didYouMean(token.text.slice(1), known),
      }
  }
  return {
    ok: true,
    references: judged.references,
    parameters: parameters.map(t => ({ name: t.text.slice(1), start: t.start, end: t.end })),
    volatile: judged.volatile,
  }
}

const selectList = (node: unknown): readonly import('./tree.ts').TreeNode[] => {
  const list = typeof node === 'object' && node !== null && 'select_list' in node ? node.select_list : undefined
  return Array.isArray(list) ? list : []
}

const unparsed = (typed: Typed, message: string, position: number | null): Refusal => {
  const place = position === null ? undefined : placeOf(typed, position)
  const token = place && typed.text.slice(place.start, place.end)
  const atEnd = position !== null && position >= new TextEncoder().encode(typed.sql).length - 1
  if (atEnd) return refuse('The expression ends where something must follow', place)
  if (token && /^as$/i.test(token))
    return refuse('An expression has no name of its own: leave out `AS` and what follows it', place)
  if (token && /^from$/i.test(token)) return refuse('An expression reads no table: `FROM` has no place in it', place)
  if (/syntax error/i.test(message) && token) return refuse(`This cannot be understood at \`${token}\``, place)
  return refuse(`This cannot be understood: ${message}`, place)
}
