import type { Change, Suggestions } from '#core/suggest/types.ts'
import { count } from './say.ts'
import { wrapped } from './wrap.ts'

const plain = (sentence: string): string => sentence.replaceAll('`', "'")

const told = (text: string | null): string => (text === null ? 'null' : JSON.stringify(text))

const changeLine = ({ before, after, rows }: Change): string =>
  `${told(before)} becomes ${told(after)} in ${count(rows, 'row')}`

const shownChanges = 3

/** What rows suggest, for people: each with its evidence, and what it would flag or change. */
export const suggestionLines = ({ rules, repairs }: Pick<Suggestions, 'rules' | 'repairs'>): readonly string[] => [
  ...(rules.length > 0 ? ['', 'Suggested rules:'] : []),
  ...rules.flatMap(({ title, rule, flagged, evidence }) => [
    ...wrapped(`${title} (${rule.kind}) · would flag ${count(flagged, 'row')}`, '  ', 4),
    ...wrapped(plain(evidence), '    ', 6),
  ]),
  ...(repairs.length > 0 ? ['', 'Suggested repairs:'] : []),
  ...repairs.flatMap(({ title, columns, node, changed, evidence, examples }) => [
    ...wrapped(`${columns.join(', ')}: ${title} (${node.kind}) · would change ${count(changed, 'value')}`, '  ', 4),
    ...wrapped(plain(evidence), '    ', 6),
    ...examples.slice(0, shownChanges).flatMap(change => wrapped(changeLine(change), '    ', 6)),
  ]),
]
