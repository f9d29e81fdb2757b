import { call, column, literal, op } from '../relation/build.ts'
import type { Expression } from '../relation/expression.ts'
import type { Column } from '../relation/relation.ts'
import type { Rule, RuleContext, RulePart } from './rule.ts'
import { asText, familyOf, ofColumn } from './values.ts'

/** What is wrong with a cell that is not null; null: nothing can be, or a problem was reported. */
type JudgeCell = (of: Column) => Expression | null

/** Judges each column of a rule by itself; nulls are for the rule's null policy. */
export const eachCell = (rule: Rule, context: RuleContext, judge: JudgeCell): readonly RulePart[] =>
  rule.columns.flatMap((name, i) => {
    const of = context.column(name, `columns.${i}`)
    if (of === null) return []
    const violation = judge(of) ?? literal(false)
    return [{ columns: [of.name], violation, missing: op('is_null', column(of.name)), failure: null }]
  })

/** The same for completeness, where a null is judged like any other cell; the judgement must be false or true of it. */
export const eachCellOrNull = (rule: Rule, context: RuleContext, judge: JudgeCell): readonly RulePart[] =>
  eachCell(rule, context, judge).map(part => ({ ...part, missing: null }))

/** A column as text. */
export const textOf = (of: Column): Expression => asText(ofColumn(of))

/** Whether a column holds what is no text by its type, so that nothing about spaces or letters needs to be asked. */
export const isWordless = (of: Column): boolean => !['text', 'other'].includes(familyOf(of.type))

/** What Unicode counts as white space, inside a bracket of RE2. */
export const space = '\\s\\x{b}\\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}'

/** The same signs for a text that is at hand. */
export const spaces = new RegExp(`[${space.replace('\\s', ' \\t\\n\\f\\r').replaceAll('\\x', '\\u')}]+`, 'gu')

/** A text without white space around it. */
export const trimmed = (text: Expression): Expression =>
  call('regexp_replace', text, literal(`^[${space}]+|[${space}]+$`), literal(''), literal('g'))

/** True of a text of white space alone. */
export const isBlank = (text: Expression): Expression => call('regexp_full_match', text, literal(`[${space}]*`))

/** The columns of a rule that are there, or null where one is not, which was reported. */
export const allColumns = (rule: Rule, context: RuleContext): readonly Column[] | null => {
  const found = rule.columns.map((name, i) => context.column(name, `columns.${i}`)).filter(each => each !== null)
  return found.length < rule.columns.length ? null : found
}

/** Names in a sentence. */
export const named = (rule: Rule): string => rule.columns.join(', ')
