import type { ValidatorSamples } from '#core/quality-report/build.ts'
import type { QualitySample } from '#core/quality-report/types.ts'
import { column, literal, op, project, where } from '#core/relation/build.ts'
import type { Column, Relation, Table } from '#core/relation/relation.ts'
import { hiddenColumns, slotColumns, slotsOf, wordBits } from '#core/relation/slots.ts'
import type { RuleReport } from '#core/report.ts'
import { cutRows } from '../rows/cut.ts'
import { flagReader, reasonsIn } from '../rows/flags.ts'
import type { RunContext } from './context.ts'
import type { RunStatements } from './statements.ts'

/** Rows that break rules, kept while a run goes on because somebody wants a quality report. */
export interface Samples {
  /** Most rows of a rule; 0: nobody asked. */
  readonly most: number
  readonly found: Map<string, ValidatorSamples>
}

const longestText = 200
/** A sampled row of more columns keeps those that its rule names, and the first others. */
const mostColumns = 60

/** Reads some rows for each rule that any row breaks, from the validator's own table. */
export const takeSamples = async (
  node: string,
  rules: readonly RuleReport[],
  table: Table,
  run: Pick<RunContext, 'flow' | 'samples'>,
  database: RunStatements,
): Promise<void> => {
  if (run.samples.most === 0) return
  const found: Record<string, readonly QualitySample[]> = {}
  for (const { id, failed } of rules) if (failed > 0) found[id] = await samplesOf(node, id, table, run, database)
  run.samples.found.set(node, { columns: table.columns.length, rules: found })
}

const samplesOf = async (
  node: string,
  rule: string,
  table: Table,
  { flow, samples: { most } }: Pick<RunContext, 'flow' | 'samples'>,
  database: RunStatements,
): Promise<readonly QualitySample[]> => {
  const reasons = flow.nodes[node]?.compiled?.flags ?? []
  const bits = reasons.flatMap((reason, bit) => (reason.rule === rule ? [bit] : []))
  const breaking = whereSet(node, bits, table)
  if (breaking === null) return []
  const columns = chosen(table.columns, named(bits.map(bit => reasons[bit]!)))
  const shown = project(
    breaking,
    columns.map(({ name }) => ({ name, expression: column(name) })),
  )
  const read = await database.rows(shown, most)
  const flagsOf = flagReader(reasonsIn(flow), slotsOf(shown), columns, hiddenColumns(shown))
  const visible = read.map(row => row.slice(0, columns.length))
  const { rows, cut } = cutRows(visible, longestText)
  const isCut = new Set(cut.map(([row, place]) => `${row} ${place}`))
  return read.map((row, r) => {
    const own = flagsOf(visible[r]!, row.slice(columns.length)).filter(
      flag => flag.node === node && flag.rule === rule && flag.via.length === 0,
    )
    const bad = named(own)
    return {
      cells: columns.map(({ name }, c) => {
        const value = rows[r]![c] ?? null
        return {
          column: name,
          value: isCut.has(`${r} ${c}`) ? `${String(value)}…` : value,
          bad: bad.has(name.toLowerCase()),
        }
      }),
      reason: [...new Set(own.map(flag => flag.message))].join('; '),
    }
  })
}

/** The table's rows with any of these bits of the validator; null where it has none of them. */
const whereSet = (node: string, bits: readonly number[], table: Table): Relation | null => {
  const masks = table.slots.flatMap((slot, index) => {
    if (slot.validator !== node || slot.via.length > 0 || slot.aggregated) return []
    const mask = bits
      .filter(bit => Math.floor(bit / wordBits) === slot.word)
      .reduce((word, bit) => word | (1n << BigInt(bit % wordBits)), 0n)
    if (mask === 0n) return []
    return [op('<>', op('&', column(slotColumns(index).flags), literal(mask, 'UBIGINT')), literal(0))]
  })
  const [first, ...more] = masks
  if (first === undefined) return null
  return where(table, more.length === 0 ? first : op('or', first, ...more))
}

/** Columns that flags name, without case. */
const named = (flags: readonly { readonly columns: readonly string[] }[]): ReadonlySet<string> =>
  new Set(flags.flatMap(flag => flag.columns.map(name => name.toLowerCase())))

const chosen = (columns: readonly Column[], wanted: ReadonlySet<string>): readonly Column[] => {
  let room = mostColumns - wanted.size
  return columns.filter(({ name }) => {
    if (wanted.has(name.toLowerCase())) return true
    room -= 1
    return room >= 0
  })
}
