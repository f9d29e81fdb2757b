/** A node of DuckDB's parsed tree as `json_serialize_sql` gives it, defaults and empties left out. */
export interface TreeNode {
  readonly class?: string
  readonly type?: string
  readonly query_location?: number
  readonly column_names?: readonly string[]
  readonly function_name?: string
  readonly schema?: string
  readonly catalog?: string
  readonly is_operator?: boolean
  readonly identifier?: string
  readonly relation_name?: string
  readonly table_name?: string
  readonly schema_name?: string
  readonly lhs?: TreeNode
  readonly expr?: TreeNode
  readonly children?: readonly TreeNode[]
  readonly [key: string]: unknown
}

export type Parsed =
  | { readonly error: false; readonly statements: readonly { readonly node: TreeNode }[] }
  | { readonly error: true; readonly message: string; readonly position: number | null }

interface Serialized {
  readonly error: boolean
  readonly statements?: readonly { readonly node: TreeNode }[]
  readonly error_message?: string
  readonly position?: string
}

/** SQL that parses a JSON list of statements, bound as its one value, in one call. */
export const parseMany =
  'SELECT json_serialize_sql(t, skip_null := true, skip_empty := true, skip_default := true) ' +
  `FROM (SELECT unnest(from_json($1, '["VARCHAR"]')) AS t)`

export const readParsed = (json: string): Parsed => {
  const serialized: Serialized = JSON.parse(json)
  return serialized.error
    ? {
        error: true,
        message: serialized.error_message ?? 'it cannot be parsed',
        position: serialized.position === undefined ? null : Number(serialized.position),
      }
    : { error: false, statements: serialized.statements ?? [] }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** Nodes right below a node, wherever in it they hang; constants and types hold none. */
export const childrenOf = (node: TreeNode): readonly TreeNode[] => {
  const found: TreeNode[] = []
  const look = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(look)
    else if (isObject(value)) {
      if ('class' in value || 'type' in value) found.push(value as TreeNode)
      else Object.values(value).forEach(look)
    }
  }
  for (const [key, value] of Object.entries(node)) if (key !== 'cast_type' && key !== 'value') look(value)
  return found
}
