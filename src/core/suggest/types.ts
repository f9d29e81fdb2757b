import type { PortName } from '../flow/ports.ts'
import type { Profile } from '../profile/types.ts'
import type { LooseRule } from '../rules/start.ts'

/** How many of a text column's values are so; of no column that holds no texts. */
export interface TextFigures {
  /** With spaces at an end, or two in a row. */
  readonly spaced: number
  /** With control characters but for tabs and line ends. */
  readonly unseen: number
  /** With characters that have no shape. */
  readonly invisible: number
  /** In another Unicode form than NFC. */
  readonly unnormal: number
  /** Empty, or a word for a missing value. */
  readonly missing: number
  /** With letters, all of them small; or all of them capitals. */
  readonly lower: number
  readonly upper: number
  /** With letters. */
  readonly lettered: number
  /** Without a character past ASCII. */
  readonly ascii: number
  /** Digits behind a leading zero: a code, and no number. */
  readonly zeros: number
  /** Days and times as each of the known formats writes them. */
  readonly dates: Readonly<Record<string, number>>
  /** Numbers as each of the known notations writes them; with the column's unit, and all with a percent sign where it has one. */
  readonly numbers: Readonly<Record<string, number>>
}

/** A text and how often it occurs. */
export interface Word {
  readonly value: string
  readonly count: number
}

/** A column whose values may be keys of another source, which a validator would read by an input of this name. */
export interface Lookup {
  readonly column: string
  readonly key: string
  readonly from: PortName
  readonly input: string
}

/** A further input of a validator, and the port that feeds it. */
export interface Feed {
  readonly input: string
  readonly from: PortName
}

/** What is known of rows before anything is suggested of them. */
export interface Evidence {
  readonly profile: Profile
  readonly texts: ReadonlyMap<string, TextFigures>
  /** All values of those text columns that have few different ones, the most frequent first. */
  readonly words: ReadonlyMap<string, readonly Word[]>
  /** Columns that are named after a key of another source. */
  readonly lookups: readonly Lookup[]
}

/** What came of trying a rule on the rows. */
export interface RuleOutcome {
  readonly judged: number
  readonly failed: number
  /** Values that break it. */
  readonly examples: readonly string[]
}

/** A rule that may be meant: trying it on the rows tells. */
export interface RuleCandidate {
  readonly rule: LooseRule
  /** Where the rule looks values up. */
  readonly feed?: Feed
  /** The share of rows that may break it: if more do, it is not meant. */
  readonly atMost: number
  /** Of two that say the same, and in the list, the greater comes first. */
  readonly weight: number
  /** What speaks for it, in a sentence with figures. */
  readonly because: (outcome: RuleOutcome) => string
}

/** A value before and after a repair, and in how many rows. */
export interface Change {
  readonly before: string
  readonly after: string | null
  readonly rows: number
}

/** What came of trying a repair on the rows. */
export interface RepairOutcome {
  readonly changed: number
  /** Values that the repair leaves none of. */
  readonly lost: number
  readonly examples: readonly Change[]
}

/** A node that may be meant to mend a column. */
export interface RepairCandidate {
  readonly column: string
  /** Short: what it does. */
  readonly title: string
  readonly node: string
  /** Its settings for a column of any name. */
  readonly settings: (column: string) => Readonly<Record<string, unknown>>
  /** The share of values that may be lost; null: losing them is what it is for. */
  readonly mayLose: number | null
  readonly because: (outcome: RepairOutcome) => string
  readonly spellings?: readonly Spelling[]
}

/** Values that seem to be one, and what they are to be. */
export interface Spelling {
  readonly to: string
  readonly from: readonly Word[]
}

/** A rule that is suggested, and what it would flag of the rows that the suggestions are of. */
export interface RuleSuggestion {
  readonly id: string
  readonly title: string
  readonly columns: readonly string[]
  readonly rule: LooseRule
  readonly evidence: string
  readonly flagged: number
  /** Where the rule looks values up: the validator needs this input. */
  readonly feed?: Feed
}

/** A node that is suggested, and what it would change. */
export interface RepairSuggestion extends RepairOutcome {
  readonly id: string
  readonly title: string
  readonly columns: readonly string[]
  readonly node: { readonly kind: string; readonly settings: Readonly<Record<string, unknown>> }
  readonly evidence: string
  readonly spellings: readonly Spelling[]
}

/** What a port's rows suggest. */
export interface Suggestions {
  readonly rows: number
  /** What the rows are of: `all`, or which first ones. */
  readonly scope: string
  readonly rules: readonly RuleSuggestion[]
  readonly repairs: readonly RepairSuggestion[]
}
