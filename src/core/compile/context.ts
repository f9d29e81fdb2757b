import { didYouMean, nearest } from '../flow/nearest.ts'
import type { CompileContext, ExpressionSlot, SqlResult } from '../node/kind.ts'
import type { Problem } from '../problem.ts'
import type { Literal, TypedText } from '../relation/expression.ts'
import type { Column, Input, ScanInfo } from '../relation/relation.ts'
import type { ParseOutcome } from './types.ts'

type Report = (problem: Omit<Problem, 'node'>) => void
type Inputs = Readonly<Record<string, readonly Input[]>>

/** A column of an input by name without case; DuckDB compares names so. */
export const findColumn = (columns: readonly Column[], name: string): Column | null =>
  columns.find(c => c.name === name) ?? columns.find(c => c.name.toLowerCase() === name.toLowerCase()) ?? null

/** The problem of a column that is not there, with the nearest one as hint and fix. */
export const unknownColumn = (
  name: string,
  known: readonly string[],
  setting: string,
  where: string,
): Omit<Problem, 'node'> => ({
  code: 'E-COLUMN-UNKNOWN',
  severity: 'error',
  setting,
  ...(name === ''
    ? { message: `No column of ${where} is chosen.` }
    : { message: `There is no column \`${name}\` in ${where}.`, ...didYouMean(name, known) }),
})

const valueAt = (settings: unknown, setting: string): unknown =>
  setting.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], settings)

const columnFix = (
  node: string,
  settings: unknown,
  setting: string,
  near: string | null,
  range?: { start: number; end: number },
) => {
  const before = valueAt(settings, setting)
  if (near === null || typeof before !== 'string') return {}
  const value = range ? before.slice(0, range.start) + near + before.slice(range.end) : near
  return {
    fix: {
      title: `Change to ${near}`,
      node,
      path: setting.split('.').map(key => (/^\d+$/.test(key) ? Number(key) : key)),
      value,
    },
  }
}

/** A parsed text as an expression: its columns looked up, its parameters typed; null after reporting what is wrong. */
export const typedText = (
  slot: ExpressionSlot,
  outcome: ParseOutcome,
  of: {
    readonly node: string
    readonly settings: unknown
    readonly inputs: Inputs
    readonly params: Readonly<Record<string, Literal>>
    readonly report: Report
  },
): TypedText | null => {
  if (!outcome.ok) {
    of.report({
      code: outcome.code,
      severity: 'error',
      setting: slot.setting,
      message: outcome.message,
      ...(outcome.start === undefined
        ? {}
        : { range: { start: outcome.start, end: outcome.end ?? outcome.start + 1 } }),
      ...(outcome.hint ? { hint: outcome.hint } : {}),
    })
    return null
  }
  let sound = true
  const inputNames = Object.keys(of.inputs)
  for (const reference of outcome.references) {
    const port = reference.side ?? slot.input ?? inputNames[0] ?? 'in'
    const columns = of.inputs[port]?.[0]?.columns
    if (!columns) continue
    const known = [...columns.map(c => c.name), ...(reference.side ? [] : (slot.extra ?? []))]
    if (known.some(name => name.toLowerCase() === reference.name.toLowerCase())) continue
    sound = false
    const near = nearest(reference.name, known)
    const range = { start: reference.start, end: reference.end }
    const shown = near === null ? null : `${reference.side ? `${reference.side}.` : ''}${near}`
    of.report({
      ...unknownColumn(
        reference.name,
        known,
        slot.setting,
        reference.side ? `the ${reference.side} input` : 'the input',
      ),
      range,
      ...columnFix(of.node, of.settings, slot.setting, shown, range),
    })
  }
  const parameters: TypedText['parameters'][number][] = []
  for (const place of outcome.parameters) {
    const value = Object.hasOwn(of.params, place.name) ? of.params[place.name] : undefined
    if (value) {
      parameters.push({ ...place, value })
      continue
    }
    sound = false
    of.report({
      code: 'E-PARAM-UNKNOWN',
      severity: 'error',
      setting: slot.setting,
      range: { start: place.start, end: place.end },
      message: `There is no parameter \`${place.name}\` in this flow.`,
      ...didYouMean(place.name, Object.keys(of.params)),
    })
  }
  return sound
    ? { kind: 'text', text: slot.text, references: outcome.references, parameters, volatile: outcome.volatile }
    : null
}

/** The look-ups that a kind's `compile` is handed, over what was prepared before. */
export const compileContext = (prepared: {
  readonly node: string
  readonly settings: unknown
  readonly inputs: Inputs
  readonly texts: ReadonlyMap<string, TypedText | null>
  readonly scans: readonly ScanInfo[]
  readonly sql: ReadonlyMap<string, SqlResult>
  readonly flags: CompileContext['flags']
  readonly asOf: Literal
  readonly given: Input | null
  readonly inner: Readonly<Record<string, Input>>
  readonly report: Report
}): CompileContext => ({
  node: prepared.node,
  inputs: port => prepared.inputs[port] ?? [],
  input: port => {
    const input = prepared.inputs[port]?.[0]
    if (!input) throw new Error(`${prepared.node} asked for its input ${port}, which is not connected.`)
    return input
  },
  expression: setting => prepared.texts.get(setting) ?? null,
  scan: index => {
    const info = prepared.scans[index]
    if (!info) throw new Error(`${prepared.node} asked for scan ${index}, and has ${prepared.scans.length}.`)
    return info
  },
  flags: prepared.flags,
  sql: setting => prepared.sql.get(setting) ?? null,
  column: (input, name, setting) => {
    const found = findColumn(input.columns, name)
    if (found) return found
    const known = input.columns.map(c => c.name)
    prepared.report({
      ...unknownColumn(name, known, setting, 'the input'),
      ...columnFix(prepared.node, prepared.settings, setting, nearest(name, known)),
    })
    return null
  },
  given: () => prepared.given,
  inner: output => {
    const leaf = prepared.inner[output]
    if (!leaf) throw new Error(`${prepared.node} asked for the output ${output} of a flow that has none.`)
    return leaf
  },
  report: prepared.report,
  asOf: prepared.asOf,
})
