import type { CompileWorld, Outcome } from '#core/compile/types.ts'
import { didYouMean } from '#core/flow/nearest.ts'
import type { Problem, TextRange } from '#core/problem.ts'
import { values } from '#core/relation/build.ts'
import { reservedPrefix } from '#core/relation/columns.ts'
import type { Literal } from '#core/relation/expression.ts'
import type { Column } from '#core/relation/relation.ts'
import { printLiteral, printRelation, quoteIdentifier } from '#core/sql/print.ts'
import { problemOf } from './columns.ts'
import { DatabaseError } from './error.ts'
import { serialize } from './parse.ts'
import { selectRefusal } from './select-tree.ts'
import type { Session } from './session.ts'
import { isSolid, type Token, tokensOf } from './tokens.ts'
import { placeOf, placeOfName, put, type Typed, unsound } from './typed.ts'

type Inputs = Parameters<CompileWorld['select']>[1]
type Selected = Awaited<ReturnType<CompileWorld['select']>>
type Failed = { readonly ok: false; readonly problem: Omit<Problem, 'node'> }

const failed = (message: string, range?: TextRange, more: { code?: string; hint?: string } = {}): Failed => ({
  ok: false,
  problem: {
    code: more.code ?? 'E-SQL',
    severity: 'error',
    message,
    ...(range ? { range: { start: range.start, end: range.end } } : {}),
    ...(more.hint ? { hint: more.hint } : {}),
  },
})

/** Looks at a typed SELECT: that it is one, reads its inputs alone, and which columns it gives. It is never run. */
export const createSelect =
  (session: Session): CompileWorld['select'] =>
  async (text, inputs, parameters) => {
    const tokens = tokensOf(text)
    const broken = unsound(tokens, text)
    if (broken) return failed(broken.message, rangeOf(broken))
    const unknown = unknownParameter(tokens, parameters)
    if (unknown) return unknown
    const plain = put(text, tokens, ['', ''])
    const [parsed] = await serialize(session, [plain.sql])
    if (!parsed || parsed.error) return unparsed(plain, parsed?.message ?? '', parsed?.position ?? null)
    const [statement, ...others] = parsed.statements
    if (!statement || others.length > 0) return failed('There is more than one statement here: one SELECT is needed.')
    const refused = selectRefusal(
      statement.node,
      inputs.map(input => input.name),
    )
    if (refused)
      return failed(
        refused.message,
        refused.location === undefined ? undefined : placeOf(plain, refused.location),
        refused,
      )
    const columns = await described(session, text, tokens, inputs, parameters)
    if (!columns.ok) return columns
    const odd = oddName(columns.columns)
    if (odd) return odd
    return {
      ok: true,
      columns: columns.columns,
      parameters: parametersOf(tokens).map(t => ({ name: t.text.slice(1), start: t.start, end: t.end })),
      ordered: statement.node.modifiers !== undefined && isOrdered(statement.node.modifiers),
    } satisfies Selected
  }

const isOrdered = (modifiers: unknown): boolean =>
  Array.isArray(modifiers) && modifiers.some(m => m?.type === 'ORDER_MODIFIER' && m.orders?.length > 0)

const rangeOf = (of: { start?: number; end?: number }): TextRange | undefined =>
  of.start === undefined ? undefined : { start: of.start, end: of.end ?? of.start + 1 }

const parametersOf = (tokens: readonly Token[]): readonly Token[] => tokens.filter(t => t.kind === 'parameter')

const unknownParameter = (tokens: readonly Token[], known: Readonly<Record<string, Literal>>): Failed | null => {
  const token = parametersOf(tokens).find(t => !Object.hasOwn(known, t.text.slice(1)))
  if (!token) return null
  const name = token.text.slice(1)
  return /^\$\D/.test(token.text)
    ? failed(`There is no parameter \`${name}\` in this flow.`, token, {
        code: 'E-PARAM-UNKNOWN',
        ...didYouMean(name, Object.keys(known)),
      })
    : failed(`\`${token.text}\` is no parameter: a parameter of the flow is written as \`$name\`.`, token)
}

const unparsed = (typed: Typed, message: string, position: number | null): Failed => {
  if (/only select statements/i.test(message))
    return failed('This is not a SELECT: one SELECT over the inputs is needed.')
  const place = position === null ? undefined : placeOf(typed, position)
  const token = place && typed.text.slice(place.start, place.end)
  if (/syntax error at end/i.test(message)) return failed('The SQL ends where something must follow.', place)
  return failed(token ? `This cannot be understood at \`${token}\`.` : `This cannot be understood: ${message}.`, place)
}

const described = async (
  session: Session,
  text: string,
  tokens: readonly Token[],
  inputs: Inputs,
  parameters: Readonly<Record<string, Literal>>,
): Promise<Outcome<{ readonly columns: readonly Column[] }>> => {
  const forms = statements(text, tokens, inputs, parameters)
  let last: Failed = failed('The SQL cannot be prepared.')
  for (const typed of forms) {
    try {
      return { ok: true, columns: await session.describe(typed.sql) }
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error
      last = unbound(typed, error)
      if (error.type !== 'Parser') return last
    }
  }
  return last
}

/**
 * The inputs as stubs before the text's own common table expressions, so that the names of its columns are seen as they are;
 * DuckDB cannot parse that where the text begins with a parenthesis, and there a second form, in FROM, does.
 */
const statements = (
  text: string,
  tokens: readonly Token[],
  inputs: Inputs,
  parameters: Readonly<Record<string, Literal>>,
): readonly Typed[] => {
  const stubs = inputs
    .map(input => `${quoteIdentifier(input.name)} AS (${printRelation(values(input.columns, []))})`)
    .join(', ')
  const solid = tokens.map((token, index) => ({ token, index })).filter(t => isSolid(t.token))
  const withWord = /^with$/i.test(solid[0]?.token.text ?? '') ? solid[0]! : null
  const recursive = withWord && /^recursive$/i.test(solid[1]?.token.text ?? '') ? solid[1]! : null
  const piece = (index: number): string => {
    const token = tokens[index]!
    if (token.kind === 'parameter') return printLiteral(parameters[token.text.slice(1)]!)
    if (stubs && index === (recursive ?? withWord)?.index) return `${token.text} ${stubs}, `
    return token.text
  }
  const plain = (index: number): string =>
    tokens[index]!.kind === 'parameter' ? printLiteral(parameters[tokens[index]!.text.slice(1)]!) : tokens[index]!.text
  const head = stubs ? `WITH ${stubs} ` : ''
  return [
    put(text, tokens, [withWord ? '' : head, ''], piece),
    put(text, tokens, [`${head}SELECT * FROM (\n`, '\n) AS t'], plain),
  ]
}

const unbound = (typed: Typed, error: DatabaseError): Failed => {
  const problem = problemOf(error)
  const place =
    (error.position === null ? undefined : placeOf(typed, error.position)) ??
    (error.missing ? placeOfName(typed, error.missing) : undefined)
  return failed(problem.message, place, {
    ...(problem.code === 'E-COLUMN-UNKNOWN' ? { code: problem.code } : {}),
    ...(problem.hint ? { hint: problem.hint } : {}),
  })
}

const oddName = (columns: readonly Column[]): Failed | null => {
  const seen = new Set<string>()
  for (const { name } of columns) {
    if (name.toLowerCase().startsWith(reservedPrefix))
      return failed(`The column \`${name}\` cannot be named so: names with \`${reservedPrefix}\` are the engine's own.`)
    if (seen.has(name.toLowerCase()))
      return failed(`The SQL gives two columns named \`${name}\`.`, undefined, {
        code: 'E-COLUMN-TWICE',
        hint: 'name one of them otherwise with `AS`, or list the columns instead of `*`',
      })
    seen.add(name.toLowerCase())
  }
  return null
}
