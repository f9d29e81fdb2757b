import type {
  Call,
  Case,
  Cast,
  ColumnReference,
  Expression,
  InRelation,
  Lambda,
  Literal,
  Operation,
  Operator,
  OrderTerm,
  ScalarOf,
  WindowCall,
} from './expression.ts'
import type {
  Aggregate,
  Explode,
  Flag,
  Join,
  Limit,
  Made,
  NamedExpression,
  Project,
  Rejects,
  Relation,
  Scan,
  Series,
  Sort,
  Sql,
  Union,
  Values,
  Where,
} from './relation.ts'

/** A column by its exact name; `side` only inside a join. */
export const column = (name: string, side?: 'left' | 'right'): ColumnReference =>
  Object.freeze(side ? { kind: 'column', name, side } : { kind: 'column', name })

/** A constant; with `type`, the text form of the value converted to that type. */
export const literal = (value: Literal['value'], type?: string): Literal =>
  Object.freeze(type ? { kind: 'literal', value, type } : { kind: 'literal', value })

/** A call of a DuckDB function with plain arguments. */
export const call = (name: string, ...args: Expression[]): Call =>
  Object.freeze({ kind: 'call', function: name, arguments: args })

/** A call with DISTINCT, ORDER BY or FILTER: aggregates; with IGNORE NULLS: window functions. */
export const aggregateCall = (
  name: string,
  args: readonly Expression[],
  options: Pick<Call, 'distinct' | 'order' | 'where' | 'ignoreNulls'> = {},
): Call => Object.freeze({ kind: 'call', function: name, arguments: args, ...options })

/** An operator over operands; see `Operation` for which take how many. */
export const op = (operator: Operator, ...operands: Expression[]): Operation =>
  Object.freeze({ kind: 'operation', operator, operands })

/** `and` over any number of predicates: none is true, one is itself. */
export const all = (predicates: readonly Expression[]): Expression =>
  predicates.length === 0 ? literal(true) : predicates.length === 1 ? predicates[0]! : op('and', ...predicates)

/** `or` over any number of predicates: none is false, one is itself. */
export const any = (predicates: readonly Expression[]): Expression =>
  predicates.length === 0 ? literal(false) : predicates.length === 1 ? predicates[0]! : op('or', ...predicates)

/** A conversion; `safe` gives null where it fails. */
export const cast = (input: Expression, type: string, options: { safe?: boolean } = {}): Cast =>
  Object.freeze({ kind: 'cast', input, type, safe: options.safe ?? false })

/** CASE WHEN … THEN … ELSE … END. */
export const cases = (branches: Case['branches'], otherwise: Expression | null = null): Case =>
  Object.freeze({ kind: 'case', branches, otherwise })

/** A window function over a partition and an order. */
export const over = (
  windowCall: Call,
  options: { partition?: readonly Expression[]; order?: readonly OrderTerm[]; frame?: WindowCall['frame'] } = {},
): WindowCall =>
  Object.freeze({
    kind: 'window',
    call: windowCall,
    partition: options.partition ?? [],
    order: options.order ?? [],
    ...(options.frame ? { frame: options.frame } : {}),
  })

/** Whether the needles occur as a row of the relation's visible columns. */
export const inRelation = (needles: readonly Expression[], relation: Relation, negated = false): InRelation =>
  Object.freeze({ kind: 'in_relation', needles, relation, negated })

/** A column's value in a relation of one row. */
export const scalarOf = (relation: Relation, name: string): ScalarOf =>
  Object.freeze({ kind: 'scalar_of', relation, column: name })

/** A function over the entries of a list, for a call; `body` gets the entry. */
export const lambda = (parameter: string, body: (entry: Expression) => Expression): Lambda =>
  Object.freeze({ kind: 'lambda', parameter, body: body(Object.freeze({ kind: 'argument', name: parameter })) })

/** One term of an order. */
export const orderBy = (
  expression: Expression,
  direction: 'asc' | 'desc' = 'asc',
  nulls: 'first' | 'last' = 'last',
): OrderTerm => Object.freeze({ expression, direction, nulls })

/** Columns under their own names, for a projection. */
export const keep = (names: readonly string[]): NamedExpression[] =>
  names.map(name => ({ name, expression: column(name) }))

export const scan = (fields: Omit<Scan, 'kind'>): Scan => Object.freeze({ kind: 'scan', ...fields })

export const rejects = (of: Scan): Rejects => Object.freeze({ kind: 'rejects', scan: of })

export const values = (columns: Values['columns'], rows: Values['rows']): Values =>
  Object.freeze({ kind: 'values', columns, rows })

/** Numbers from 0 to `count` - 1 in a column. */
export const series = (name: string, count: number): Series => Object.freeze({ kind: 'series', column: name, count })

/** The table that is being made; see `Late`. */
export const made = (columns: Made['columns'], place: string): Made => Object.freeze({ kind: 'made', columns, place })

export const project = (input: Relation, columns: readonly NamedExpression[]): Project =>
  Object.freeze({ kind: 'project', input, columns })

/** A projection that also computes words of flags anew. */
export const projectFlags = (
  input: Relation,
  columns: readonly NamedExpression[],
  words: readonly NamedExpression[],
): Project => Object.freeze({ kind: 'project', input, columns, ...(words.length > 0 ? { words } : {}) })

/** Rows for which the predicate is true; null is not. */
export const where = (input: Relation, predicate: Expression): Where =>
  Object.freeze({ kind: 'where', input, predicate })

export const join = (fields: Omit<Join, 'kind'>): Join => Object.freeze({ kind: 'join', ...fields })

export const aggregate = (
  input: Relation,
  keys: readonly NamedExpression[],
  measures: readonly NamedExpression[],
  totals: Aggregate['totals'] = 'none',
): Aggregate => Object.freeze({ kind: 'aggregate', input, keys, measures, totals })

export const sort = (input: Relation, order: readonly OrderTerm[]): Sort =>
  Object.freeze({ kind: 'sort', input, order })

/** By a column that is another in each row, such as its number. */
export const sortUnique = (input: Relation, name: string): Sort =>
  Object.freeze({ kind: 'sort', input, order: [orderBy(column(name))], unique: true })

export const limit = (input: Relation, count: number | null, offset = 0): Limit =>
  Object.freeze({ kind: 'limit', input, count, offset })

export const union = (inputs: readonly Relation[]): Union => Object.freeze({ kind: 'union', inputs })

/** Rows repeated for each element of a list, which stands in the column `element`. */
export const explode = (
  input: Relation,
  list: Expression,
  names: { readonly element: string; readonly position?: string | null; readonly outer?: boolean },
): Explode =>
  Object.freeze({
    kind: 'explode',
    input,
    list,
    element: names.element,
    position: names.position ?? null,
    outer: names.outer ?? false,
  })

export const flag = (fields: Omit<Flag, 'kind'>): Flag => Object.freeze({ kind: 'flag', ...fields })

export const sql = (fields: Omit<Sql, 'kind'>): Sql => Object.freeze({ kind: 'sql', ...fields })
