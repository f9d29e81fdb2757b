/** A value as JSON can hold it without loss: numbers past 2^53, decimals, dates and times are texts. */
export type ProfileValue = string | number | boolean

/** What a column's values are taken for, which says what figures there are of them. */
export type ColumnShape = 'number' | 'date' | 'boolean' | 'text' | 'other'

export interface Histogram {
  /** Of the values, or of how many characters texts have. */
  readonly of: 'value' | 'length'
  /** One more than there are counts: the first part has both its edges in it, every other one its upper edge alone. */
  readonly edges: readonly ProfileValue[]
  readonly counts: readonly number[]
}

/** How often a value occurs; `cut`: its text is longer. */
export interface ValueCount {
  readonly value: ProfileValue
  readonly count: number
  readonly cut: boolean
}

/** How often texts have a shape: `A` a capital, `a` any other letter, `9` a digit, `a+` two or more. */
export interface PatternCount {
  readonly pattern: string
  readonly count: number
}

export interface ColumnProfile {
  readonly name: string
  readonly type: string
  readonly shape: ColumnShape
  /** Rows with a value. */
  readonly count: number
  readonly nulls: number
  /** Different values; not exact where they are too many to be told apart, and estimated by HyperLogLog. */
  readonly distinct: { readonly count: number; readonly exact: boolean }
  /** NaN and infinities, which no figure below knows but `frequent`. */
  readonly notFinite: number
  readonly min: ProfileValue | null
  readonly max: ProfileValue | null
  /** Of numbers and dates, as are the next three. */
  readonly mean: ProfileValue | null
  readonly median: ProfileValue | null
  /** The sample's standard deviation; of dates in days. */
  readonly deviation: number | null
  readonly quantiles: readonly { readonly at: number; readonly value: ProfileValue }[]
  /** Whether median and quantiles are exact; they are estimated by a t-digest where there are too many values to sort. */
  readonly quantilesExact: boolean
  /** Characters of texts. */
  readonly length: { readonly min: number; readonly mean: number; readonly max: number } | null
  readonly histogram: Histogram | null
  /** The most frequent values first; none where there are too many different ones. */
  readonly frequent: readonly ValueCount[]
  /** Of texts: the most frequent shapes first. */
  readonly patterns: readonly PatternCount[]
  /** Whether two or more of a kind are one in `patterns`, since there are too many shapes otherwise. */
  readonly roughPatterns: boolean
}

/** Columns that follow from another one: wherever its value is the same, theirs is. */
export interface Dependencies {
  /** So many first rows were looked at. */
  readonly rows: number
  readonly found: readonly { readonly from: string; readonly to: string }[]
}

/** What the rows of a port hold, column by column. */
export interface Profile {
  readonly rows: number
  /** What the rows are of: `all`, or which first ones. */
  readonly scope: string
  readonly columns: readonly ColumnProfile[]
  /** Columns that could be a key: every row has a value, and no two the same. */
  readonly keys: readonly (readonly string[])[]
  readonly dependencies: Dependencies
}
