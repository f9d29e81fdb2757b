import type { AllowedChange, RuleGate } from '../node/kind.ts'
import type { z } from '../node/settings.ts'
import type { Problem } from '../problem.ts'
import type { Expression, TypedText } from '../relation/expression.ts'
import type { Column, Input, Relation, Sql } from '../relation/relation.ts'
import type { Dimension, RuleSeverity } from './types.ts'
import type { Family } from './values.ts'

export type NullPolicy = 'skip' | 'pass' | 'fail'

/** The keys that every rule has. */
export interface Rule {
  readonly id: string
  readonly kind: string
  readonly columns: readonly string[]
  readonly severity: RuleSeverity
  readonly when: string | null
  readonly nulls: NullPolicy
  readonly mostly: number
  readonly gate: RuleGate | null
  readonly message: string | null
  readonly dimension: Dimension | null
}

/** One judgement of a rule, which becomes one bit: of a column, or of several together. */
export interface RulePart {
  readonly columns: readonly string[]
  /** True of a bad row; never true where `missing` is. */
  readonly violation: Expression
  /** True where there is nothing to judge, so that the rule's null policy decides, and false where the judgement failed; null: there always is. */
  readonly missing: Expression | null
  /** True where the judgement itself failed; null: it cannot. */
  readonly failure: Expression | null
  /** Made by a query: it fails for all rows, or for none. */
  readonly queried?: boolean
}

/** A judgement that may fail: its value, null where it failed, and where that is. */
export interface Attempt {
  readonly value: Expression
  readonly failed: Expression | null
}

/** One judgement of the rows as a whole. */
export interface WholePart {
  /** What is summed up; null: the judged rows, of which all rules on the whole are read in one go. */
  readonly rows: Relation | null
  /** Aggregate expressions over these rows. */
  readonly measures: readonly Expression[]
  /** Over the measures: what was observed, for the report, and whether it holds; null where there was nothing to judge. */
  verdict(measures: readonly Expression[]): { readonly observed: Expression; readonly holds: Expression }
  /** By how many percent what was observed may be below (`fall`) or above (`rise`) the last good run's; null: by any. */
  readonly lastGood?: AllowedChange
}

/** What a rule kind may ask while one rule is compiled; settings are named from the rule on: `min.column`. */
export interface RuleContext {
  readonly rows: Input
  /** True for the rows that the rule speaks of, as an expression over `rows`; null: for all. */
  readonly applies: Expression | null
  /** A column of the judged rows; null after reporting that there is none. */
  column(name: string, setting: string): Column | null
  /** A second input of the node; null after reporting that there is none. */
  lookup(name: string, setting: string): Input | null
  columnOf(input: Input, name: string, setting: string): Column | null
  text(setting: string): TypedText | null
  /** One of the rule's queries as a relation; null after reporting why it is none. */
  query(of: RuleText): Sql | null
  /** Evaluates once per row what several parts of a judgement name; it must not fail. */
  once(expression: Expression): Expression
  /** Evaluates what reads other rows (a set of keys, a window), and gives the column that holds it; it may name such columns. */
  across(expression: Expression): Expression
  /** An aggregate of the rows as one value beside each row; all rules' aggregates are computed in one go. */
  statistic(aggregate: Expression): Expression
  /** A number that grows with the rows' order in the input; only where `rows.ordered`. */
  place(): Expression
  /** The run's as-of time, a TIMESTAMPTZ: what "now" means. */
  readonly asOf: Expression
  /** Evaluates so that a row on which it fails does not fail the run. */
  attempt(expression: Expression, texts: readonly TypedText[]): Attempt
  report(problem: Omit<Problem, 'node'>): void
}

/** What the editor knows of a rule kind: its settings and its words. */
export interface RuleFace<S extends z.ZodType<Rule> = z.ZodType<Rule>> {
  readonly kind: string
  readonly title: string
  /** One sentence for the list of rules. */
  readonly summary: string
  readonly dimension: Dimension
  /** Names the bad cells, the bad rows, or gives one outcome for all rows. */
  readonly flags: 'row' | 'cell' | 'whole'
  readonly settings: S
  /** Other tools' names for it, for search. */
  readonly aliases?: readonly string[]
  /** The columns that it fits, by the family of their type, for the menu of a column; all unless given. */
  readonly suits?: readonly Family[]
  /** What a new rule starts with, where defaults and empty values do not show what it is for. */
  readonly initial?: Readonly<Record<string, unknown>>
  /** Markdown: what it flags, and an example. */
  readonly help: string
  /** One line for a list, in the person's own words. */
  describe(rule: z.output<S>): string
}

/** A rule kind: what the editor knows, and the judgement that it makes, which is the engine's alone. */
export interface RuleKind<S extends z.ZodType<Rule> = z.ZodType<Rule>> extends RuleFace<S> {
  /** Sentence for a flag, with `{column}` and `{value}`, where the rule has no message of its own. */
  message(rule: z.output<S>): string
  /** The rule's typed texts beside `when`, by setting. */
  texts?(rule: z.output<S>): readonly RuleText[]
  /** The rule's typed SELECTs, over the judged rows as `rows` and the node's further inputs by their names. */
  queries?(rule: z.output<S>): readonly RuleText[]
  /** The judgements of each row: of kinds that flag rows or cells. */
  compile?(rule: z.output<S>, context: RuleContext): readonly RulePart[]
  /** The judgement of all rows together: of kinds that flag the whole; null after reporting why there is none. */
  whole?(rule: z.output<S>, context: RuleContext): WholePart | null
}

/** A typed text of a rule, by its setting from the rule on. */
export interface RuleText {
  readonly setting: string
  readonly text: string
}

/** Declares a rule kind and freezes it. */
export const defineRule = <S extends z.ZodType<Rule>>(kind: RuleKind<S>): RuleKind<S> => Object.freeze(kind)

/** A rule kind with its settings' type forgotten. */
export type AnyRuleKind = RuleKind
