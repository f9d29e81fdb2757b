import { replace } from '#core/relation/replace.ts'
import { extraColumns, slotColumns, wordBits } from '#core/relation/slots.ts'
import { printRelation } from '#core/sql/print.ts'
import type { Session } from '#engine/duckdb/session.ts'
import { compileWith, flowOf, inlined, type Table } from '#test/nodes/run-cases.ts'

/** How one judgement of a row comes out. */
export type Verdict = 'good' | 'bad' | 'skipped' | 'failed'

export type Cell = string | number | boolean | null

const meanings: Readonly<Record<string, Verdict>> = { '000': 'good', '100': 'bad', '010': 'skipped', '101': 'failed' }

/** A table by its columns as in CREATE TABLE: `a INTEGER, b DECIMAL(12,2)`. */
export const tableOf = (columns: string, rows: readonly (readonly Cell[])[]): Table => ({
  columns: columns.split(/,\s*(?![^(]*\))/).map(each => {
    const [name, ...type] = each.trim().split(' ')
    return { name: name!, type: type.join(' ') }
  }),
  rows,
})

const compiled = (session: Session, rules: readonly object[], inputs: Readonly<Record<string, Table>>) => {
  const others = Object.keys(inputs).filter(name => name !== 'in')
  return compileWith(session, flowOf('validate.rules', { name: 'judged', settings: { inputs: others, rules }, inputs }))
}

/** Problems of some rules over some inputs, as code, setting and message. */
export const problemsWith = async (
  session: Session,
  rules: readonly object[],
  inputs: Readonly<Record<string, Table>>,
): Promise<readonly string[]> =>
  (await compiled(session, rules, inputs)).problems.map(
    ({ code, setting, message }) => `${code} ${setting}: ${message}`,
  )

/** Verdicts by row and judgement, as the masks of a validator tell them; the first column of `in` numbers the rows from 0. */
export const judged = async (
  session: Session,
  rules: readonly object[],
  inputs: Readonly<Record<string, Table>>,
): Promise<readonly (readonly Verdict[])[]> => {
  const flow = await compiled(session, rules, inputs)
  if (flow.problems.length > 0) throw new Error(JSON.stringify(flow.problems))
  const { body, flags } = flow.nodes.node!.compiled!
  const whole = replace(body!, relation =>
    relation.kind === 'input' ? inlined(flow, relation.node, relation.port) : null,
  )
  const { columns, rows } = await session.query(printRelation(whole))
  const isFailure = (bit: number) => flags![bit]?.message.startsWith('could not be evaluated: ') ?? false
  const verdicts = rows.map(row => {
    const word = (name: string) => row[columns.findIndex(each => each.name === name)] as bigint
    const at = (bit: number): Verdict => {
      const index = Math.floor(bit / wordBits)
      const { skip, error } = extraColumns(index)
      const has = (name: string) => (word(name) >> BigInt(bit % wordBits)) & 1n
      const told = [slotColumns(index).flags, skip, error].map(has).join('')
      const meaning = meanings[told]
      if (meaning === undefined) throw new Error(`flags, skip and error are ${told}`)
      return meaning
    }
    const own = flags!.flatMap((_, bit) => {
      if (isFailure(bit)) return []
      return [isFailure(bit + 1) && at(bit + 1) === 'failed' ? ('failed' as const) : at(bit)]
    })
    return { row: Number(row[0]), own }
  })
  return verdicts.toSorted((a, b) => a.row - b.row).map(each => each.own)
}

/** What was observed by a rule on the whole, as text, and whether it holds. */
export const observed = async (
  session: Session,
  rule: object,
  inputs: Readonly<Record<string, Table>>,
): Promise<readonly [string | null, boolean | null]> => {
  const flow = await compiled(session, [rule], inputs)
  if (flow.problems.length > 0) throw new Error(JSON.stringify(flow.problems))
  const { wholes, rules } = flow.nodes.node!.compiled!.validator!
  const outcome = rules[0]!.whole!
  const relation = replace(wholes[outcome.of]!, part =>
    part.kind === 'input' ? inlined(flow, part.node, part.port) : null,
  )
  const { rows } = await session.query(
    `SELECT CAST("${outcome.observed}" AS VARCHAR), "${outcome.holds}" FROM (${printRelation(relation)})`,
  )
  return [rows[0]![0] as string | null, rows[0]![1] as boolean | null]
}
