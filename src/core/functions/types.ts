/** What a function is offered on, by the type of the column. */
export type Takes =
  | 'text'
  | 'number'
  | 'date'
  | 'interval'
  | 'boolean'
  | 'list'
  | 'numbers'
  | 'vector'
  | 'struct'
  | 'map'
  | 'json'
  | 'bytes'
  | 'bits'
  | 'uuid'
  | 'enum'
  | 'union'
  | 'variant'
  | 'geometry'
  | 'any'
  | 'none'

/** Where a function belongs: in a formula, as a measure of a group, or over the rows round one. */
export type Use = 'formula' | 'measure' | 'window'

/** A function of DuckDB, or a form of SQL, as it is offered. */
export interface FunctionEntry {
  readonly name: string
  /** DuckDB's other names for it. */
  readonly also: readonly string[]
  readonly use: Use
  readonly takes: Takes
  /** The formula that is offered, with `{}` for the column; `=name` is a function that the node itself offers. */
  readonly call: string
  readonly signature: string
  /** One sentence: what it gives. */
  readonly about: string
  /** Other tools' names for it. */
  readonly elsewhere: readonly string[]
}
