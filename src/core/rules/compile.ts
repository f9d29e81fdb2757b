import { didYouMean } from '../flow/nearest.ts'
import type { CompileContext, CompiledRule, FlagReason, SqlSlot } from '../node/kind.ts'
import { flag, keep, literal, op, sql, where } from '../relation/build.ts'
import type { TypedText } from '../relation/expression.ts'
import type { FlagBit, Input, Relation, Sql } from '../relation/relation.ts'
import { bitOf, partsOf, splitBits } from './bit.ts'
import { Helpers, rowNumber, truthOf } from './helpers.ts'
import { ruleKinds } from './index.ts'
import { marksOf, type Queried } from './late.ts'
import type { Rule, RuleContext, RuleText } from './rule.ts'
import { Wholes } from './wholes.ts'

/** Rules as one relation whose rows carry a bit per judgement, and what each bit means. */
export interface CompiledRules {
  readonly body: Relation
  readonly flags: readonly FlagReason[]
  readonly rules: readonly CompiledRule[]
  /** Relations of one row with the outcomes of rules on the whole. */
  readonly wholes: readonly Relation[]
  readonly notDeterministic: string | null
}

/** The typed texts of a rule: its `when`, and its kind's own. */
export const ruleTexts = (rule: Rule): readonly RuleText[] => [
  ...(rule.when === null ? [] : [{ setting: 'when', text: rule.when }]),
  ...(ruleKinds.get(rule.kind)?.texts?.(rule) ?? []),
]

/** What a query of a rule calls the judged rows. */
const judgedTable = 'rows'

/** The typed SELECTs of the rules of a validator, as its node kind declares them. */
export const ruleQueries = (rules: readonly Rule[], inputs: readonly string[]): readonly SqlSlot[] => {
  const further = inputs.filter(name => name !== judgedTable).map(name => ({ name, port: name }))
  const tables = [{ name: judgedTable, port: 'in' }, ...further]
  return rules.flatMap((rule, i) =>
    (ruleKinds.get(rule.kind)?.queries?.(rule) ?? []).map(({ setting, text }) => ({
      setting: `rules.${i}.${setting}`,
      text,
      tables,
    })),
  )
}

const lookup = (context: CompileContext, inputs: readonly string[], name: string, setting: string): Input | null => {
  if (inputs.includes(name)) return context.inputs(name)[0] ?? null
  context.report({
    code: 'E-RULE-INPUT',
    severity: 'error',
    setting,
    message: `The rule looks into \`${name}\`, which is no input of this node.`,
    ...(inputs.length === 0 ? { hint: `add it to \`inputs\`` } : didYouMean(name, inputs)),
  })
  return null
}

const reportSameIds = (rules: readonly Rule[], context: CompileContext): void => {
  rules.forEach((rule, i) => {
    if (rules.findIndex(other => other.id === rule.id) < i)
      context.report({
        code: 'E-RULE-TWICE',
        severity: 'error',
        setting: `rules.${i}.id`,
        message: `Two rules have the id \`${rule.id}\`.`,
        hint: 'give one of them another id',
      })
  })
}

/** Compiles one rule after another, and gathers their bits. */
class RuleCompiler {
  readonly helpers = new Helpers()
  readonly bits: FlagBit[] = []
  readonly flags: FlagReason[] = []
  readonly texts: TypedText[] = []
  readonly wholes = new Wholes()
  /** Judgements that a query makes. */
  private readonly queried: Queried[] = []
  private readonly rows: Input

  constructor(
    private readonly inputs: readonly string[],
    private readonly context: CompileContext,
  ) {
    this.rows = context.input('in')
  }

  private text(setting: string): TypedText | null {
    const text = this.context.expression(setting)
    if (text !== null) this.texts.push(text)
    return text
  }

  private query(of: RuleText, when: TypedText | null): Sql | null {
    const { context, inputs, rows } = this
    if (inputs.includes(judgedTable)) {
      context.report({
        code: 'E-RULE-INPUT',
        severity: 'error',
        setting: of.setting,
        message: `A query calls the judged rows \`${judgedTable}\`, and so is a further input of this node called.`,
        hint: 'give that input another name',
      })
      return null
    }
    const found = context.sql(of.setting)
    if (found === null) return null
    const applies = truthOf(when)
    const judged = { name: judgedTable, relation: applies === null ? rows : where(rows, applies) }
    const further = inputs.map(name => ({ name, relation: context.input(name) }))
    return sql({ ...found, inputs: [judged, ...further], text: of.text })
  }

  private contextOf(index: number, when: TypedText | null): RuleContext {
    const { context, helpers, rows } = this
    const setting = (name: string) => `rules.${index}.${name}`
    return {
      rows,
      applies: truthOf(when),
      column: (name, of) => context.column(rows, name, setting(of)),
      lookup: (name, of) => lookup(context, this.inputs, name, setting(of)),
      columnOf: (input, name, of) => context.column(input, name, setting(of)),
      text: name => this.text(setting(name)),
      query: of => this.query({ ...of, setting: setting(of.setting) }, when),
      once: expression => helpers.add(expression),
      across: expression => helpers.across(expression),
      statistic: aggregate => helpers.statistic(aggregate),
      place: () => helpers.place(),
      asOf: context.asOf,
      attempt: (expression, of) => helpers.attempt(expression, of),
      report: problem =>
        context.report(problem.setting === undefined ? problem : { ...problem, setting: setting(problem.setting) }),
    }
  }

  rule(rule: Rule, index: number): CompiledRule {
    const kind = ruleKinds.get(rule.kind)!
    const when = rule.when === null ? null : this.text(`rules.${index}.when`)
    const { id, columns, severity, mostly, gate } = rule
    const dimension = rule.dimension ?? kind.dimension
    const said = { id, kind: rule.kind, columns, dimension, severity, mostly, gate }
    const own = this.contextOf(index, when)
    if (kind.whole) {
      const part = kind.whole(rule, own)
      return { ...said, bits: [], ...(part ? { whole: this.wholes.add(part) } : {}) }
    }
    const parts = kind.compile?.(rule, own) ?? []
    const met = when && this.helpers.when(when)
    const message = rule.message ?? kind.message(rule)
    const first = this.bits.length
    for (const part of parts) {
      const bit = bitOf(part, rule.nulls, met)
      const reason = { rule: id, kind: rule.kind, columns: part.columns, severity, dimension }
      this.bits.push({ ...bit, failure: null })
      this.flags.push({ ...reason, message })
      if (bit.failure === null && !part.queried) continue
      if (part.queried) this.queried.push({ bit: this.bits.length - 1, judged: met ? op('is_true', met.value) : null })
      this.bits.push({ ...bit, violation: literal(false), failure: bit.failure ?? literal(false) })
      this.flags.push({ ...reason, message: `could not be evaluated: ${kind.describe(rule)}` })
    }
    const bits = this.bits.slice(first).map((_, i) => first + i)
    return { ...said, bits }
  }

  body(): Relation {
    const { context, helpers, rows, bits } = this
    const visible = keep(rows.columns.map(each => each.name))
    const masks = { validator: context.node, detail: null, extras: true }
    const flagged = (own: readonly FlagBit[]) => {
      const input = helpers.beside(rows, partsOf(own))
      return { ...masks, input, bits: own, columns: input === rows ? null : visible }
    }
    const { early, late } = splitBits(bits, expression => helpers.isLate(expression))
    if (late === null) return flag(flagged(bits))
    const marked = (own: readonly FlagBit[]) =>
      flag({ ...masks, input: helpers.besideMade(rows, partsOf(own)), bits: own, columns: keep([rowNumber]) })
    const marks = marksOf(late, this.queried, marked)
    return flag({ ...flagged(bits), late: { early: flag(flagged(early)), marks } })
  }
}

/** Compiles a validator's rules, listed in its setting `rules`, over its input `in` and the further inputs named. */
export const compileRules = (
  rules: readonly Rule[],
  inputs: readonly string[],
  context: CompileContext,
): CompiledRules => {
  reportSameIds(rules, context)
  const compiler = new RuleCompiler(inputs, context)
  const compiled = rules.map((rule, index) => compiler.rule(rule, index))
  const changing = compiler.texts.find(text => text.volatile)
  const body = compiler.body()
  return {
    body,
    flags: compiler.flags,
    rules: compiled,
    wholes: compiler.wholes.over(context.input('in'), body),
    notDeterministic: changing ? `The expression \`${changing.text}\` may give another value each time.` : null,
  }
}
