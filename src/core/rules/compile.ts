import { didYouMean } from '../flow/nearest.ts'
import type { CompileContext, CompiledRule, FlagReason } from '../node/kind.ts'
import { call, cast, column, flag, keep, literal, op, orderBy, over, project, sort } from '../relation/build.ts'
import type { Expression, TypedText } from '../relation/expression.ts'
import type { FlagBit, Input, NamedExpression, Relation } from '../relation/relation.ts'
import { bitOf } from './bit.ts'
import { ruleKinds } from './index.ts'
import type { Attempt, Rule, RuleContext, RuleText } from './rule.ts'

/** Rules as one relation whose rows carry a bit per judgement, and what each bit means. */
export interface CompiledRules {
  readonly body: Relation
  readonly flags: readonly FlagReason[]
  readonly rules: readonly CompiledRule[]
  readonly notDeterministic: string | null
}

/** The typed texts of a rule: its `when`, and its kind's own. */
export const ruleTexts = (rule: Rule): readonly RuleText[] => [
  ...(rule.when === null ? [] : [{ setting: 'when', text: rule.when }]),
  ...(ruleKinds.get(rule.kind)?.texts?.(rule) ?? []),
]

// TRY gives null where its expression failed and refuses volatile functions; in a list, a null result stays apart from a failure
const tried = (expression: Expression): Expression => call('try', op('list', expression))
const resultOf = (list: Expression): Expression => op('element', list, literal(1))

const rowNumber = '__weir_row'

/** Columns computed once per row before the bits, and dropped with them. */
class Helpers {
  readonly columns: NamedExpression[] = []
  readsOtherRows = false
  private readonly known = new Map<TypedText, Attempt>()

  add(expression: Expression): Expression {
    const name = `__weir_rule_${this.columns.length}`
    this.columns.push({ name, expression })
    return column(name)
  }

  across(expression: Expression): Expression {
    this.readsOtherRows = true
    return this.add(expression)
  }

  attempt(expression: Expression, texts: readonly TypedText[]): Attempt {
    if (texts.some(text => text.volatile)) return { value: this.add(expression), failed: null }
    const list = this.add(tried(expression))
    return { value: resultOf(list), failed: op('is_null', list) }
  }

  when(text: TypedText): Attempt {
    const before = [...this.known].find(([known]) => known.text === text.text)
    if (before !== undefined) return before[1]
    const attempt = this.attempt(cast(text, 'BOOLEAN'), [text])
    this.known.set(text, attempt)
    return attempt
  }

  /** The input with these columns beside its own. Joins and windows scatter rows, so those of an ordered input are put back in place. */
  beside(input: Input): Relation {
    if (this.columns.length === 0) return input
    const own = keep(input.columns.map(each => each.name))
    if (!this.readsOtherRows || !input.ordered) return project(input, [...own, ...this.columns])
    const numbered = project(input, [...own, { name: rowNumber, expression: over(call('row_number')) }])
    const marked = project(numbered, [...own, ...keep([rowNumber]), ...this.columns])
    return sort(marked, [orderBy(column(rowNumber))])
  }
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

const appliesTo = (when: TypedText | null): Expression | null => {
  if (when === null) return null
  const truth = cast(when, 'BOOLEAN')
  return op('is_true', when.volatile ? truth : resultOf(tried(truth)))
}

const sameIds = (rules: readonly Rule[], context: CompileContext): void => {
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

/** Compiles a validator's rules, listed in its setting `rules`, over its input `in` and the further inputs named. */
export const compileRules = (
  rules: readonly Rule[],
  inputs: readonly string[],
  context: CompileContext,
): CompiledRules => {
  sameIds(rules, context)
  const rows = context.input('in')
  const helpers = new Helpers()
  const bits: FlagBit[] = []
  const flags: FlagReason[] = []
  const texts: TypedText[] = []

  const compiled = rules.map((rule, index): CompiledRule => {
    const kind = ruleKinds.get(rule.kind)!
    const setting = (name: string) => `rules.${index}.${name}`
    const textOf = (name: string): TypedText | null => {
      const text = context.expression(setting(name))
      if (text !== null) texts.push(text)
      return text
    }
    const when = rule.when === null ? null : textOf('when')
    const ruleContext: RuleContext = {
      rows,
      applies: appliesTo(when),
      column: (name, of) => context.column(rows, name, setting(of)),
      lookup: (name, of) => lookup(context, inputs, name, setting(of)),
      columnOf: (input, name, of) => context.column(input, name, setting(of)),
      text: textOf,
      across: expression => helpers.across(expression),
      attempt: (expression, of) => helpers.attempt(expression, of),
      report: problem =>
        context.report(problem.setting === undefined ? problem : { ...problem, setting: setting(problem.setting) }),
    }
    const parts = kind.compile(rule, ruleContext)
    const first = bits.length
    const met = when && helpers.when(when)
    const dimension = rule.dimension ?? kind.dimension
    for (const part of parts) {
      bits.push(bitOf(part, rule.nulls, met))
      flags.push({
        rule: rule.id,
        kind: rule.kind,
        columns: part.columns,
        severity: rule.severity,
        message: rule.message ?? kind.message(rule),
        dimension,
      })
    }
    return {
      id: rule.id,
      kind: rule.kind,
      columns: rule.columns,
      dimension,
      severity: rule.severity,
      bits: parts.map((_, i) => first + i),
      mostly: rule.mostly,
      gate: rule.gate,
    }
  })

  const body = flag({
    input: helpers.beside(rows),
    validator: context.node,
    bits,
    detail: null,
    extras: true,
    columns: helpers.columns.length === 0 ? null : keep(rows.columns.map(each => each.name)),
  })
  const changing = texts.find(text => text.volatile)
  return {
    body,
    flags,
    rules: compiled,
    notDeterministic: changing ? `The expression \`${changing.text}\` may give another value each time.` : null,
  }
}
