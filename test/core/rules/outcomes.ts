import type { CompiledFlow } from '#core/compile/types.ts'
import type { Relation } from '#core/relation/relation.ts'
import { replace } from '#core/relation/replace.ts'
import { extraColumns, slotColumns } from '#core/relation/slots.ts'
import { printRelation } from '#core/sql/print.ts'
import type { Session } from '#engine/duckdb/session.ts'
import { type JsonValue, toJson } from '#engine/duckdb/value.ts'
import { compileWith, flowOf, inlined, type Table } from '#test/nodes/run-cases.ts'

export type Cell = string | number | boolean | null

/** How one judgement of a row comes out: `.` good, `X` bad, `-` skipped, `!` could not be evaluated. */
export type Letter = '.' | 'X' | '-' | '!'

export interface Question {
  readonly rules: readonly object[]
  readonly table: Table
  /** Further inputs of the validator. */
  readonly inputs?: Readonly<Record<string, Table>>
}

const compiled = (session: Session, { rules, table, inputs = {} }: Question): Promise<CompiledFlow> => {
  const named = rules.map((rule, i) => ({ id: `r${i}`, ...rule }))
  const settings = { inputs: Object.keys(inputs), rules: named }
  return compileWith(session, flowOf('validate.rules', { name: 'rules', settings, inputs: { in: table, ...inputs } }))
}

/** What the compiler says against some rules, as code and setting. */
export const problemsOf = async (session: Session, question: Question): Promise<readonly string[]> =>
  (await compiled(session, question)).problems.map(({ code, setting }) => `${code} ${setting}`)

const sound = async (session: Session, question: Question): Promise<CompiledFlow> => {
  const flow = await compiled(session, question)
  if (flow.problems.length > 0) throw new Error(JSON.stringify(flow.problems))
  return flow
}

const put = (flow: CompiledFlow, relation: Relation): Relation =>
  replace(relation, part => (part.kind === 'input' ? inlined(flow, part.node, part.port) : null))

const letters: Readonly<Record<string, Letter>> = { '000': '.', '100': 'X', '010': '-', '101': '!' }
const failureMessage = 'could not be evaluated: '

/** For each judgement a letter per row, in the rows' order, as the validator's masks tell them. */
export const judgements = async (session: Session, question: Question): Promise<readonly string[]> => {
  const columns = [{ name: 'row_number', type: 'INTEGER' }, ...question.table.columns]
  const rows = question.table.rows.map((row, i) => [i, ...row])
  const flow = await sound(session, { ...question, table: { columns, rows } })
  const { body, flags = [] } = flow.nodes.node!.compiled!
  const found = await session.query(printRelation(put(flow, body!)))
  const index = new Map(found.columns.map((each, i) => [each.name, i]))
  const ordered = found.rows.toSorted((a, b) => Number(a[0]) - Number(b[0]))
  const letterOf = (row: (typeof ordered)[number], bit: number): Letter => {
    const word = Math.floor(bit / 64)
    const { skip, error } = extraColumns(word)
    const told = [slotColumns(word).flags, skip, error].map(
      name => ((row[index.get(name)!] as bigint) >> BigInt(bit % 64)) & 1n,
    )
    return letters[told.join('')] ?? '!'
  }
  const isFailure = flags.map(flag => flag.message.startsWith(failureMessage))
  return flags.flatMap((_, bit) => {
    if (isFailure[bit]) return []
    const failed = (row: (typeof ordered)[number]) => isFailure[bit + 1] === true && letterOf(row, bit + 1) === '!'
    return [ordered.map(row => (failed(row) ? '!' : letterOf(row, bit))).join('')]
  })
}

/** What rules on the whole observe, and whether they hold. */
export const outcomes = async (
  session: Session,
  question: Question,
): Promise<readonly (readonly [observed: JsonValue, holds: boolean | null])[]> => {
  const flow = await sound(session, question)
  const { rules, wholes } = flow.nodes.node!.compiled!.validator!
  const found: Readonly<Record<string, JsonValue>>[] = []
  for (const whole of wholes) {
    const { columns, rows, types } = await session.query(printRelation(put(flow, whole), { visibleOnly: true }))
    if (rows.length !== 1) throw new Error(`${rows.length} rows where one is due`)
    found.push(Object.fromEntries(columns.map((each, i) => [each.name, toJson(rows[0]![i] ?? null, types[i])])))
  }
  return rules.flatMap(({ whole }) => {
    const row = whole && found[whole.of]
    return row ? [[row[whole.observed] ?? null, row[whole.holds] as boolean | null] as const] : []
  })
}
