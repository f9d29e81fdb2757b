/**
 * A scalar expression as plain data. `text` is the one leaf that holds what a person typed; all else is built by node
 * kinds and rules, and becomes SQL in `#core/sql` alone.
 */
export type Expression =
  | ColumnReference
  | Literal
  | Call
  | Operation
  | Cast
  | Case
  | WindowCall
  | InRelation
  | ScalarOf
  | Lambda
  | Argument
  | TypedText
  | ParameterReference

export interface ColumnReference {
  readonly kind: 'column'
  readonly name: string
  /** Inside a join's condition and columns: which input. */
  readonly side?: 'left' | 'right'
}

/** A constant; `type` prints it as a cast of its text, as for DATE or DECIMAL. */
export interface Literal {
  readonly kind: 'literal'
  readonly value: string | number | bigint | boolean | null
  readonly type?: string
}

/** A function by its DuckDB name: scalar or aggregate. */
export interface Call {
  readonly kind: 'call'
  readonly function: string
  readonly arguments: readonly Expression[]
  readonly distinct?: boolean
  readonly order?: readonly OrderTerm[]
  readonly where?: Expression
  /** Of a window function: rows in which its value is null are passed over. */
  readonly ignoreNulls?: boolean
}

export type Operator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '//'
  | '%'
  | '||'
  | '='
  | '<>'
  | '<'
  | '<='
  | '>'
  | '>='
  | 'and'
  | 'or'
  | 'not'
  | 'is_null'
  | 'is_not_null'
  | 'is_true'
  | 'is_not_true'
  | 'is_distinct'
  | 'is_not_distinct'
  | 'in'
  | 'not_in'
  | 'like'
  | 'not_like'
  | '&'
  | '|'
  | '<<'
  | '>>'
  | 'list'
  | 'element'

/**
 * An operator over its operands, always printed in parentheses. `and`, `or`, `+`, `||`, `&`, `|` take any number;
 * `in` and `not_in` take the needle, then the values; `list` makes a list of its operands; `element` takes a list and a 1-based index.
 */
export interface Operation {
  readonly kind: 'operation'
  readonly operator: Operator
  readonly operands: readonly Expression[]
}

/** A conversion; `safe` gives null where the value does not convert (TRY_CAST). */
export interface Cast {
  readonly kind: 'cast'
  readonly input: Expression
  readonly type: string
  readonly safe: boolean
}

export interface Case {
  readonly kind: 'case'
  readonly branches: readonly { readonly when: Expression; readonly result: Expression }[]
  readonly otherwise: Expression | null
}

export interface OrderTerm {
  readonly expression: Expression
  readonly direction: 'asc' | 'desc'
  readonly nulls: 'first' | 'last'
}

export interface WindowCall {
  readonly kind: 'window'
  readonly call: Call
  readonly partition: readonly Expression[]
  readonly order: readonly OrderTerm[]
  /** One of the usual frames by name, or one with bounds. */
  readonly frame?: 'rows_unbounded_preceding' | 'rows_before' | 'rows_all' | WindowFrame
}

/** The rows around a row that a window function sees: so many rows, or those within a distance of its place in the order. */
export interface WindowFrame {
  readonly unit: 'rows' | 'range'
  /** How far before the row it begins; negative: behind it; null: at the first row. */
  readonly preceding: number | Literal | null
  /** How far behind the row it ends; negative: before it; null: at the last row. */
  readonly following: number | Literal | null
}

/** Whether the needles, as a row, occur in the relation's visible columns (a semi-join; DuckDB plans it as a mark join). */
export interface InRelation {
  readonly kind: 'in_relation'
  readonly needles: readonly Expression[]
  readonly relation: import('./relation.ts').Relation
  readonly negated: boolean
}

/** One cell of a relation that has one row: a column of it, the same for every row that asks. */
export interface ScalarOf {
  readonly kind: 'scalar_of'
  readonly relation: import('./relation.ts').Relation
  readonly column: string
}

/** What a function of lists does to each entry, which the body names as an argument. */
export interface Lambda {
  readonly kind: 'lambda'
  readonly parameter: string
  readonly body: Expression
}

/** The parameter of a lambda around it. */
export interface Argument {
  readonly kind: 'argument'
  readonly name: string
}

/** What a person typed, with the columns and parameters that DuckDB's parser found in it. */
export interface TypedText {
  readonly kind: 'text'
  readonly text: string
  readonly references: readonly TextReference[]
  readonly parameters: readonly TextParameter[]
  /** True where a function in it is volatile, so that TRY refuses it. */
  readonly volatile: boolean
}

/** A column named in a typed text, with its place in UTF-16 units. */
export interface TextReference {
  readonly name: string
  readonly side?: 'left' | 'right'
  readonly start: number
  readonly end: number
}

/** `$name` in a typed text; the printer puts the typed literal of `value` in its place. */
export interface TextParameter {
  readonly name: string
  readonly start: number
  readonly end: number
  readonly value: Literal
}

/** A flow parameter outside a typed text. */
export interface ParameterReference {
  readonly kind: 'parameter'
  readonly name: string
  readonly value: Literal
}
