import type { Report, SinkReport } from '#core/report.ts'
import { count } from './say.ts'

const mostNames = 5

const named = (partitions: readonly string[], what: string): readonly string[] => {
  if (partitions.length === 0) return []
  const rest = partitions.length - mostNames
  const names = [...partitions.slice(0, mostNames), ...(rest > 0 ? [`${rest} more`] : [])].join(', ')
  return [`${count(partitions.length, 'partition')} ${what} (${names})`]
}

const wordsOf = (sink: SinkReport): string => {
  const { planned } = sink
  if (!planned) return 'nothing is written'
  const { creates, inserted, updated, deleted, partitions } = planned
  const parts = [
    ...(inserted > 0 ? [`${count(inserted, 'row')} inserted`] : []),
    ...(updated > 0 ? [`${count(updated, 'row')} updated`] : []),
    ...(deleted === null ? ['what lies there replaced'] : deleted > 0 ? [`${count(deleted, 'row')} deleted`] : []),
    ...(partitions ? [...named(partitions.replaced, 'replaced'), ...named(partitions.added, 'added')] : []),
  ]
  return [creates ? 'created' : 'there', ...(parts.length > 0 ? parts : ['no row changed'])].join(', ')
}

/** What a dry run found, a line for each sink: its target, and what a run would do to it. */
export const plannedLines = ({ sinks }: Report): readonly string[] =>
  Object.entries(sinks).map(([id, sink]) => `${id}  ${sink.target}  ${wordsOf(sink)}`)
