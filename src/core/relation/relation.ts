import type { LinePatch } from '../quarantine/patch.ts'
import type { Expression, OrderTerm } from './expression.ts'

/** A column by its exact name and DuckDB's name of its type. */
export interface Column {
  readonly name: string
  readonly type: string
}

/**
 * A place for flags: one hidden UBIGINT word per row, whose bits the validator's dictionary explains. `via` is the path of
 * sides it came through at joins and subflows; an aggregated slot also has a count of flagged rows; `detail` says
 * that a hidden VARCHAR column travels along, a JSON object of raw texts by column.
 */
export interface Slot {
  readonly validator: string
  readonly via: readonly string[]
  readonly word: number
  readonly aggregated: boolean
  readonly detail: boolean
  /** Where the columns that the flags speak of are now, by their lower-case names then; one that is not named is where it was. */
  readonly places?: Readonly<Record<string, Place>>
}

/** A column by the name it has now, and whether its value is another than the one that was judged; null: it is gone. */
export type Place = { readonly name: string; readonly changed: boolean } | null

/** A named expression of a projection, in order. */
export interface NamedExpression {
  readonly name: string
  readonly expression: Expression
}

/**
 * The relation tree: plain frozen data, no SQL text but what a person typed, no dialect. Build it with `build.ts`; equal
 * objects are printed once. Visible columns are explicit everywhere; slots are carried by `slots.ts`.
 */
export type Relation =
  | Scan
  | Rejects
  | Values
  | Series
  | Input
  | Table
  | Made
  | Project
  | Where
  | Join
  | Aggregate
  | Sort
  | Limit
  | Union
  | Explode
  | Flag
  | Sql

export type RelationKind = Relation['kind']

/** Columns are a list, in their order: an object would put names such as `2024` in front. */
export type ScanOption =
  | string
  | number
  | boolean
  | null
  | readonly string[]
  | readonly Column[]
  | Readonly<Record<string, string>>

export type Reader = 'csv' | 'parquet' | 'json' | 'duckdb' | 'excel'

/** What a source asks of the outside: files and a reader's options, before its columns are known. */
export interface ScanRequest {
  readonly reader: Reader
  /** As in the flow: may be a glob; relative to the flow's folder; parameters already put in. */
  readonly path: string
  readonly options: Readonly<Record<string, ScanOption>>
  /** Lines that are read in the place of those of its files. */
  readonly corrected?: readonly LinePatch[]
}

/** What the engine found out about a scan: absolute files, the options fixed (dialect sniffed once), the columns. */
export interface ScanInfo {
  readonly reader: Reader
  readonly files: readonly string[]
  readonly options: Readonly<Record<string, ScanOption>>
  readonly columns: readonly Column[]
  /** What the file says of itself, where that was asked for. */
  readonly note?: string
  /** What a person should know of the files, though they can be read. */
  readonly warnings?: readonly Omit<import('../problem.ts').Problem, 'node'>[]
  /** Files by the columns that they have, in their own order; one part where all have the same. */
  readonly parts?: readonly ScanPart[]
  /** strptime formats of date and time columns, by column; one that is absent is ISO 8601. */
  readonly formats?: Readonly<Record<string, string>>
  /** Columns of a CSV or of lines of JSON that DuckDB converts itself, each cell of which it reads as the text's conversion would; absent: it may not. */
  readonly typed?: readonly string[]
  /** How many rows its files have, where each line was seen to be one, or their footers say so; absent: nobody has counted. */
  readonly rows?: number
  /** Its lines are still being checked: another look may find that some are no rows. */
  readonly pending?: boolean
  /** Its files are the beginning alone of what is to be read. */
  readonly beginning?: boolean
  /** JSON pointers of the columns, by column. */
  readonly pointers?: Readonly<Record<string, string>>
  /** Some JSON records have a key twice, or one that no column can be named after, so that each has to be looked at. */
  readonly oddKeys?: boolean
  /** The records lie on lines of copies, and no longer at a path in documents. */
  readonly flat?: boolean
  /** In the copies of lines of JSON stand also those that are no records, marked as such. */
  readonly keptFaults?: boolean
  /** How files are named to people: without the folder `strip`; temporary copies by the name of what they are a copy of. */
  readonly fileNames?: { readonly strip: string; readonly copies: Readonly<Record<string, string>> }
  /** Files of JSON lines with what is no row and was left out: file, line, reason, raw. */
  readonly faults?: readonly string[]
  /** Columns of a sheet with cells that show an error. */
  readonly errors?: readonly string[]
}

export interface ScanPart {
  readonly files: readonly string[]
  readonly columns: readonly Column[]
  /** Copies without a header. */
  readonly copied?: boolean
  /** Each line of the copies ends with a line feed alone. */
  readonly rewritten?: boolean
  /** In the copies each line begins with the number that it has in its file. */
  readonly numbered?: boolean
  /** In the copies the number is followed by a code of what is wrong with the line, and by its text where its cells do not give it. */
  readonly told?: boolean
  /** How long a line of the copies may be, where DuckDB would not read it unasked. */
  readonly longest?: number
  /** Nobody has looked whether all lines have the right cells. */
  readonly unchecked?: boolean
}

export interface Scan {
  readonly kind: 'scan'
  /** What DuckDB reads; of sheets it reads copies. */
  readonly reader: Exclude<Reader, 'excel'>
  readonly files: readonly string[]
  /** Reader options in DuckDB's words (read_csv, read_parquet, read_json), values as data. */
  readonly options: Readonly<Record<string, ScanOption>>
  /** As read: the printer selects exactly these. */
  readonly columns: readonly Column[]
  /** Name of the tables that collect rejected lines (`store_rejects`), or null. */
  readonly rejects: string | null
  /** The files hold the beginning alone of what they stand for. */
  readonly beginning?: boolean
  /** Flags that lie in the files under their hidden names, where a run before this one put them. */
  readonly slots?: readonly Slot[]
}

/** The rejected lines of a scan that has been read to its end: file, line, reason, raw. */
export interface Rejects {
  readonly kind: 'rejects'
  readonly scan: Scan
}

export interface Values {
  readonly kind: 'values'
  readonly columns: readonly Column[]
  /** Cells as text, to be cast to the column's type, or null. */
  readonly rows: readonly (readonly (string | null)[])[]
}

/** The whole numbers from 0 on, one a row, in order. */
export interface Series {
  readonly kind: 'series'
  readonly column: string
  readonly count: number
}

/** What stands at a node's input port, or at another port's output: replaced by a stub, a table or a relation. */
export interface Input {
  readonly kind: 'input'
  /** The node and output port that the rows come from. */
  readonly node: string
  readonly port: string
  readonly columns: readonly Column[]
  readonly slots: readonly Slot[]
  /** True if the rows come in a file's or a sort's order. */
  readonly ordered: boolean
}

/** A materialised table of the engine with the same columns, and the slots under their hidden names. */
export interface Table {
  readonly kind: 'table'
  readonly name: string
  readonly columns: readonly Column[]
  readonly slots: readonly Slot[]
  readonly ordered: boolean
  /** Hidden columns beside the slots that only the validator's own table has (skip and error masks). */
  readonly extras: readonly string[]
  /** The rows lie in no order; in that of this hidden column they come as they would. */
  readonly place?: string
}

/** The table that a flagged relation is being made into, with its visible columns and the place of each row; only in `Late.marks`. */
export interface Made {
  readonly kind: 'made'
  readonly columns: readonly Column[]
  /** The column that numbers the rows in their order. */
  readonly place: string
}

export interface Project {
  readonly kind: 'project'
  readonly input: Relation
  readonly columns: readonly NamedExpression[]
  /** Words of flags that are computed anew; the others are as in the input. */
  readonly words?: readonly NamedExpression[]
}

export interface Where {
  readonly kind: 'where'
  readonly input: Relation
  readonly predicate: Expression
}

export type JoinType = 'inner' | 'left' | 'right' | 'full' | 'semi' | 'anti' | 'cross'

export interface Join {
  readonly kind: 'join'
  readonly type: JoinType
  readonly left: Relation
  readonly right: Relation
  readonly condition: Expression | null
  /** Of the right rows that meet the condition the nearest alone: it has one inequality, beside equalities, which says of what. */
  readonly asof?: true
  /** Output columns; their expressions name columns with a side. */
  readonly columns: readonly NamedExpression[]
  /** What `via` gains for each side's slots; null adds nothing. */
  readonly via: { readonly left: string | null; readonly right: string | null }
}

export interface Aggregate {
  readonly kind: 'aggregate'
  readonly input: Relation
  readonly keys: readonly NamedExpression[]
  readonly measures: readonly NamedExpression[]
  readonly totals: 'none' | 'rollup' | 'cube'
}

export interface Sort {
  readonly kind: 'sort'
  readonly input: Relation
  /** Ties are broken by all visible columns, so that the order is total. */
  readonly order: readonly OrderTerm[]
  /** No two rows are alike in these terms, so that there are no ties to break. */
  readonly unique?: true
}

export interface Limit {
  readonly kind: 'limit'
  readonly input: Relation
  readonly count: number | null
  readonly offset: number
}

/** Rows of all inputs after one another; each input must have the same visible columns in the same order. */
export interface Union {
  readonly kind: 'union'
  readonly inputs: readonly Relation[]
}

/** Each row once for every element of its list, in the list's order, with the element behind the input's columns. */
export interface Explode {
  readonly kind: 'explode'
  readonly input: Relation
  readonly list: Expression
  readonly element: string
  /** The column of the element's place in its list, from 1; null: none. */
  readonly position: string | null
  /** A row whose list is null or empty comes out once, without an element. */
  readonly outer: boolean
}

/** One new slot per 64 bits: bit i of the node's dictionary is set where `bits[i]` is true. */
export interface Flag {
  readonly kind: 'flag'
  readonly input: Relation
  readonly validator: string
  readonly bits: readonly FlagBit[]
  /** Text by column, null where nothing is flagged: a JSON object that travels beside the flags. */
  readonly detail: Expression | null
  /** Keep skip and error masks as extras (a validator); a source or a formula has none. */
  readonly extras: boolean
  /** Visible columns after flagging; null keeps the input's. Lets helper columns be dropped in the same step. */
  readonly columns: readonly NamedExpression[] | null
  /** The same in two steps, for who makes a table of it; absent where no bit looks at other rows. */
  readonly late?: Late
}

/**
 * A flagged relation in two steps: looking at other rows (a join, a window) scatters rows and holds them back, so the rows are
 * written first as they come, and those few that have further bits are marked afterwards.
 */
export interface Late {
  /** The same rows, in which the bits that look at other rows are not set. */
  readonly early: Relation
  /** What is marked afterwards, one after another. */
  readonly marks: readonly Marks[]
}

/** Over `made`: the place of each row, and behind it the masks of further bits, as hidden columns of slot 0 and up. */
export interface Marks {
  readonly flag: Flag
  /** What is marked where the values of the rows make `flag` fail; null: it cannot. */
  readonly otherwise: Flag | null
}

export interface FlagBit {
  /** True of a bad row, and never where `skip` is true. Null counts as false. */
  readonly violation: Expression
  /** True where the row was not evaluated at all (null value, `when` not met); null: always evaluated. */
  readonly skip: Expression | null
  /** True where evaluation failed; such a row also counts as violating. Null: cannot fail. */
  readonly failure: Expression | null
}

/** A typed SELECT over named inputs; hidden columns are not visible to it, and flags stop here. */
export interface Sql {
  readonly kind: 'sql'
  readonly inputs: readonly { readonly name: string; readonly relation: Relation }[]
  readonly text: string
  readonly parameters: readonly import('./expression.ts').TextParameter[]
  readonly columns: readonly Column[]
  /** True if the statement ends in its own ORDER BY. */
  readonly ordered: boolean
}
