import type { ParseOutcome, ParseRequest } from '#core/compile/types.ts'
import type { TextRange } from '#core/problem.ts'
import { type FunctionFacts, manyRows, sideEffects, valueKeywords } from './functions.ts'
import { childrenOf, type TreeNode } from './tree.ts'
import { placeOf, placeOfName, type Refusal, referenceAt, refuse, type Typed } from './typed.ts'

const kindRefused = (message: string, place: TextRange | undefined, hint?: string): Refusal =>
  refuse(message, place, { code: 'E-EXPRESSION-KIND', ...(hint ? { hint } : {}) })

type References = Extract<ParseOutcome, { ok: true }>['references']
type Judged = Refusal | { readonly ok: true; readonly references: References; readonly volatile: boolean }

/** Walks a parsed expression: collects the columns it names, and refuses what a node's expression may not hold. */
export const judge = (
  expression: TreeNode,
  typed: Typed,
  allow: ParseRequest['allow'],
  facts: FunctionFacts,
): Judged => {
  const references: References[number][] = []
  let volatile = false
  let refused: Refusal | null = null

  const placed = (node: TreeNode) =>
    node.query_location === undefined ? undefined : placeOf(typed, node.query_location)

  const column = (node: TreeNode, bound: ReadonlySet<string>): void => {
    const [first, second] = node.column_names ?? []
    if (first === undefined || bound.has(first.toLowerCase())) return
    const side = allow.sides && second !== undefined ? sideOf(first) : null
    const place = node.query_location === undefined ? null : referenceAt(typed, node.query_location, side !== null)
    if (!place) {
      refused ??= refuse('A column is named in a way that cannot be located: write its name by itself', placed(node))
      return
    }
    const quoted = typed.text[place.start] === '"'
    if (!side && second === undefined && !quoted && valueKeywords.has(first.toLowerCase())) return
    references.push(side ? { name: second!, side, ...place } : { name: first, ...place })
  }

  const visit = (node: TreeNode, bound: ReadonlySet<string>): void => {
    if (refused) return
    refused = refusal(node, typed, allow, facts, placed(node))
    if (refused) return
    if (node.class === 'COLUMN_REF') column(node, bound)
    if (node.class === 'FUNCTION' && facts.volatile.has(node.function_name ?? '')) volatile = true
    if (node.class !== 'LAMBDA') for (const child of childrenOf(node)) visit(child, bound)
    else if (node.expr) visit(node.expr, new Set([...bound, ...lambdaNames(node.lhs)]))
  }

  visit(expression, new Set())
  if (refused) return refused
  references.sort((a, b) => a.start - b.start)
  return { ok: true, references, volatile }
}

const sideOf = (name: string): 'left' | 'right' | null =>
  /^left$/i.test(name) ? 'left' : /^right$/i.test(name) ? 'right' : null

const lambdaNames = (node: TreeNode | undefined): readonly string[] =>
  node?.class === 'COLUMN_REF'
    ? (node.column_names ?? []).map(name => name.toLowerCase())
    : (node?.children ?? []).flatMap(lambdaNames)

const refusal = (
  node: TreeNode,
  typed: Typed,
  allow: ParseRequest['allow'],
  facts: FunctionFacts,
  place: TextRange | undefined,
): Refusal | null => {
  switch (node.class) {
    case 'STAR':
      return node.columns
        ? kindRefused('`COLUMNS(…)` stands for several columns: an expression names each column itself', place)
        : kindRefused('A `*` stands for several columns: an expression names each column itself', place)
    case 'SUBQUERY':
      return kindRefused(
        'An expression cannot hold a query of its own',
        place,
        'join the other rows in first, or use an SQL node',
      )
    case 'POSITIONAL_REFERENCE':
      return kindRefused('A column is named, not counted', place)
    case 'WINDOW':
      return allow.windows
        ? null
        : kindRefused(
            `\`${node.function_name ?? 'OVER'}\` with OVER looks at other rows, which is not possible here`,
            place,
          )
    case 'LAMBDA':
      return node.lhs?.query_location === undefined && !typed.tokens.some(t => /^lambda$/i.test(t.text))
        ? kindRefused('A list comprehension is not possible here', place, 'use `list_transform` and `list_filter`')
        : null
    case 'FUNCTION':
      return functionRefusal(node, typed, allow, facts, place)
    default:
      return null
  }
}

const functionRefusal = (
  node: TreeNode,
  typed: Typed,
  allow: ParseRequest['allow'],
  facts: FunctionFacts,
  place: TextRange | undefined,
): Refusal | null => {
  const name = node.function_name ?? ''
  const owner = node.schema ?? ''
  if (owner !== '' && owner !== 'main')
    return kindRefused(
      `Write \`${name}(${owner})\` instead of \`${owner}.${name}()\`, so that the column can be told from the function`,
      place ?? placeOfName(typed, owner),
    )
  if (manyRows.has(name)) return kindRefused(`\`${name}\` makes several rows of one, which is not possible here`, place)
  if (sideEffects.has(name))
    return kindRefused(`\`${name}\` depends on the session, not on the row: it is not possible here`, place)
  if (!allow.aggregates && !node.is_operator && facts.aggregates.has(name)) {
    const shown = name === 'count_star' ? 'count' : name
    return kindRefused(
      `\`${shown}\` adds up many rows, and here there is one row at a time`,
      place,
      'aggregate first, with an Aggregate node',
    )
  }
  return null
}
