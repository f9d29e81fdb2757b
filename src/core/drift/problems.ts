import type { CompiledFlow } from '../compile/types.ts'
import type { LastGood } from '../history.ts'
import type { Problem, ProblemFix } from '../problem.ts'
import type { Column } from '../relation/relation.ts'
import { driftOf, type SourceShape } from './drift.ts'
import { isNamedBack, isTypedBack, nameBack, typeBack } from './mend.ts'

const shown = 5

/** `a` (BIGINT), `b` (DATE) and 3 more. */
const listed = (texts: readonly string[]): string => {
  const most = texts.length > shown + 1 ? [...texts.slice(0, shown), `${texts.length - shown} more`] : texts
  return most.length < 2 ? most.join('') : `${most.slice(0, -1).join(', ')} and ${most.at(-1)}`
}

const named = (columns: readonly Column[], one: string, several: string): string[] =>
  columns.length === 0
    ? []
    : [`${listed(columns.map(({ name, type }) => `\`${name}\` (${type})`))} ${columns.length === 1 ? one : several}`]

const hints = {
  warn: 'Once a run has ended well, later ones are compared with the columns of now.',
  stop: 'A run stops here, before anything is read. To take the columns of now, let `onDrift` warn until a run has ended well.',
} as const

/** Sources of the flow that say what became of their input; of these alone `driftProblems` tells. */
export const comparedSources = (flow: CompiledFlow, ids: readonly string[]): readonly string[] =>
  ids.filter(id => (flow.nodes[id]?.compiled?.source?.onDrift ?? 'ignore') !== 'ignore')

/** What changed in the input of these nodes since the last good run, and how the flow could be mended. */
export const driftProblems = (flow: CompiledFlow, ids: readonly string[], lastGood: LastGood): readonly Problem[] =>
  comparedSources(flow, ids).flatMap(id => {
    const before = lastGood.node(id)?.report.columns
    return before ? problemsOf(flow, id, flow.nodes[id]!.compiled!.source!, before) : []
  })

const problemsOf = (
  { flow }: CompiledFlow,
  id: string,
  { onDrift, columns }: SourceShape,
  before: SourceShape['columns'],
): readonly Problem[] => {
  if (onDrift === 'ignore') return []
  const drift = driftOf(before, columns)
  const renamed = drift.renamed.filter(each => !isNamedBack(flow, id, each))
  const retyped = drift.retyped.filter(each => !isTypedBack(flow, id, each))
  const problem = (changes: readonly string[], fix: ProblemFix | null): readonly Problem[] => {
    if (changes.length === 0) return []
    const message = `The input of \`${id}\` has changed since the last good run: ${changes.join(', and ')}.`
    const common = { node: id, setting: 'onDrift', message, hint: hints[onDrift], ...(fix ? { fix } : {}) }
    return [
      onDrift === 'stop'
        ? { code: 'E-DRIFT', severity: 'error', ...common }
        : { code: 'W-DRIFT', severity: 'warning', ...common },
    ]
  }
  return [
    ...problem(
      [...named(drift.went, 'is gone', 'are gone'), ...named(drift.came, 'is new', 'are new')],
      onDrift === 'stop' ? { title: 'Warn instead', node: id, path: ['onDrift'], value: 'warn' } : null,
    ),
    ...problem(
      renamed.length === 0 ? [] : [listed(renamed.map(({ was, is }) => `\`${was}\` seems to be called \`${is}\` now`))],
      nameBack(id, columns, renamed),
    ),
    ...problem(
      retyped.length === 0 ? [] : [listed(retyped.map(({ name, was, is }) => `\`${name}\` was ${was} and is ${is}`))],
      typeBack(flow, id, columns, retyped),
    ),
  ]
}
