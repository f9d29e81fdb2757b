import { didYouMean } from '#core/flow/nearest.ts'
import { sideEffects } from './functions.ts'
import { childrenOf, type TreeNode } from './tree.ts'

export interface SelectRefusal {
  readonly message: string
  /** UTF-8 byte offset in the statement. */
  readonly location?: number
  readonly hint?: string
}

/** Table functions that make their rows of their arguments alone. */
const pureTables: ReadonlySet<string> = new Set([
  'range',
  'generate_series',
  'unnest',
  'json_each',
  'json_tree',
  'repeat',
])

const tableKinds: ReadonlySet<string> = new Set([
  'EMPTY',
  'BASE_TABLE',
  'SUBQUERY',
  'JOIN',
  'TABLE_FUNCTION',
  'EXPRESSION_LIST',
  'PIVOT',
])

/** Why a parsed SELECT may not be a node's: it reads what is not one of its inputs. Null if it may. */
export const selectRefusal = (root: TreeNode, inputs: readonly string[]): SelectRefusal | null => {
  const visit = (node: TreeNode, visible: ReadonlySet<string>): SelectRefusal | null => {
    const refused = ownRefusal(node, visible, inputs)
    if (refused) return refused
    const scope = new Set(visible)
    for (const { key, value } of commonTables(node)) {
      const query = value.query?.node
      const recursive = query?.type === 'RECURSIVE_CTE_NODE'
      const inside = query && visit(query, recursive ? new Set([...scope, key.toLowerCase()]) : scope)
      if (inside) return inside
      scope.add(key.toLowerCase())
    }
    for (const child of childrenOf({ ...node, cte_map: undefined })) {
      const below = visit(child, scope)
      if (below) return below
    }
    return null
  }
  return visit(root, new Set(inputs.map(name => name.toLowerCase())))
}

interface CommonTable {
  readonly key: string
  readonly value: { readonly query?: { readonly node: TreeNode } }
}

const commonTables = (node: TreeNode): readonly CommonTable[] => {
  const map = node.cte_map as { readonly map?: readonly CommonTable[] } | undefined
  return map?.map ?? []
}

const located = (message: string, node: TreeNode, hint?: { hint?: string }): SelectRefusal => ({
  message,
  ...(node.query_location === undefined ? {} : { location: node.query_location }),
  ...hint,
})

const ownRefusal = (node: TreeNode, visible: ReadonlySet<string>, inputs: readonly string[]): SelectRefusal | null => {
  const from = node.from_table as TreeNode | undefined
  if (from?.type && !tableKinds.has(from.type)) return located(`${showName(from)} is not possible here.`, from)
  if (node.type === 'SHOW_REF') return located(`${showName(node)} is not possible here.`, node)
  if (node.type === 'BASE_TABLE') {
    const name = node.table_name ?? ''
    const whole = [node.catalog_name, node.schema_name, name]
      .filter(part => part !== undefined && part !== '')
      .join('.')
    if (visible.has(whole.toLowerCase())) return null
    const hint = didYouMean(name, inputs)
    return located(
      `There is no input named \`${name}\`.`,
      node,
      hint.hint ? hint : { hint: 'the SQL reads its inputs alone: add a source, and connect it' },
    )
  }
  if (node.type === 'TABLE_FUNCTION') {
    const called = node.function as TreeNode | undefined
    const name = called?.function_name ?? ''
    return pureTables.has(name)
      ? null
      : located(`\`${name}\` reads what is not an input.`, node, { hint: 'add a source, and connect it' })
  }
  if (node.class === 'FUNCTION' && sideEffects.has(node.function_name ?? ''))
    return located(`\`${node.function_name}\` depends on the session, not on the rows: it is not possible here.`, node)
  return null
}

const showName = (node: TreeNode): string =>
  typeof node.show_type === 'string' ? node.show_type : String(node.type ?? 'This').replace(/_REF$/, '')
