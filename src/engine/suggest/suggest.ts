import type { PortName } from '#core/flow/ports.ts'
import type { Suggestions } from '#core/suggest/types.ts'
import { holding, type Looking } from '../preview/looking.ts'
import type { Held } from '../preview/tables.ts'
import { onSample, readProfile } from '../profile/read.ts'
import { suggestRepairs } from './repairs.ts'
import { suggestRules } from './rules.ts'
import { readTexts } from './texts.ts'
import { type LookAtTrial, trialsOn } from './trials.ts'
import { readWords } from './words.ts'

/** The port that the rows are of: of a sink, the one that feeds it. */
const portOf = ({ subject, query }: Looking): PortName => {
  const node = subject.flow.nodes[query.node]!
  const input = Object.values(node.inputs)[0]?.[0]
  if (node.outputPorts.length === 0 && input) return { node: input.node, port: input.port }
  return { node: query.node, port: query.port ?? node.outputPorts[0]!.name }
}

/** What the rows of a port suggest: of all of them, or at once of the first ones, and labelled so. */
export const readSuggestions = async (looking: Looking, lookAtTrial: LookAtTrial): Promise<Suggestions> => {
  const { tables, subject, signal } = looking
  const profile = await readProfile(looking)
  const { rows, scope } = profile
  const work = async ({ table }: Held): Promise<Suggestions> => {
    const plain = Object.freeze({ ...table, slots: [], extras: [] })
    const reading = { pool: tables.pool, signal, table: plain, columns: subject.columns, rows }
    const texts = await readTexts(reading, profile.columns)
    const words = await readWords(reading, profile.columns)
    const trials = trialsOn(looking, scope === 'all' ? null : table, lookAtTrial)
    const evidence = { profile, texts, words }
    const at = portOf(looking)
    const rules = await suggestRules(trials, at, evidence)
    return { rows, scope, rules, repairs: await suggestRepairs(trials, at, evidence) }
  }
  return scope === 'all' ? tables.use(subject.relation, holding(looking), work) : onSample(looking, work)
}
