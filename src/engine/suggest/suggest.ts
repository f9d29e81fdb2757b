import type { PortName } from '#core/flow/ports.ts'
import type { Suggestions } from '#core/suggest/types.ts'
import { unsaid } from '#core/suggest/unsaid.ts'
import { holding, type Looking } from '../preview/looking.ts'
import type { Held } from '../preview/tables.ts'
import { createMemory } from '../profile/memory.ts'
import { onSample, readProfile } from '../profile/read.ts'
import { namedLookups, readLookups } from './lookups.ts'
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

const found = createMemory<Suggestions>()

const allSuggestions = async (
  looking: Looking,
  lookAtTrial: LookAtTrial,
  at: PortName,
  asOf: string,
): Promise<Suggestions> => {
  const { tables, subject, keys, signal } = looking
  const profile = await readProfile(looking)
  const { rows, scope } = profile
  // what lies in the future is told by the time that the flow was compiled for
  const named = await namedLookups(looking, at)
  const key = JSON.stringify([keys(subject.relation), scope, asOf, named])
  const before = found.get(tables, key)
  if (before) return before
  const work = async ({ table }: Held): Promise<Suggestions> => {
    const plain = Object.freeze({ ...table, slots: [], extras: [] })
    const reading = { pool: tables.pool, signal, table: plain, columns: subject.columns, rows }
    const texts = await readTexts(reading, profile.columns)
    const words = await readWords(reading, profile.columns)
    const trials = trialsOn(looking, at, scope === 'all' ? null : table, lookAtTrial)
    const evidence = { profile, texts, words, lookups: await readLookups(looking, named.lookups) }
    const rules = await suggestRules(trials, at, evidence)
    return { rows, scope, rules, repairs: await suggestRepairs(trials, at, evidence) }
  }
  const suggestions = await (scope === 'all'
    ? tables.use(subject.relation, holding(looking), work)
    : onSample(looking, work))
  return found.keep(tables, key, suggestions)
}

/** What the rows of a port suggest and the flow does not do yet: of all rows, or at once of the first ones, and labelled so. */
export const readSuggestions = async (
  looking: Looking,
  lookAtTrial: LookAtTrial,
  asOf: string,
): Promise<Suggestions> => {
  const at = portOf(looking)
  return unsaid(await allSuggestions(looking, lookAtTrial, at, asOf), looking.subject.flow.flow, at)
}
