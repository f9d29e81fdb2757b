import { count, counted } from '../../quality-report/numbers.ts'
import { isMissingWord } from '../missing.ts'
import { spellingsOf } from '../spellings.ts'
import type { Spelling } from '../types.ts'
import { quoted, saidOf } from '../words.ts'
import { letterCase } from './letter-case.ts'
import type { Mender } from './propose.ts'

/** Numbers and codes are not spelled. */
const hasLetters = /\p{L}{3}/u

/** Another repair is for spaces. */
const differsBySpace = (a: string, b: string): boolean => clean(a) === clean(b)

const clean = (text: string): string => text.trim().replace(/\s+/gu, ' ')

/** Settings of `transform.map_values` that make the values of a column one; spaces around them are for another repair. */
export const mappingOf = (column: string, found: readonly Spelling[]): Readonly<Record<string, unknown>> => {
  const pairs = found.flatMap(({ to, from }) => from.map(({ value }) => [clean(value), to] as const))
  return { columns: [column], pairs: [...new Map(pairs)], ignoreSpace: true }
}

/** Values that are written in several ways: the most frequent one wins. */
export const spellings: Mender = (column, texts, evidence) => {
  const { words } = evidence
  const inOneCase = letterCase(column, texts, evidence).length > 0
  const differsByCase = (a: string, b: string) => inOneCase && a.trim().toLowerCase() === b.trim().toLowerCase()
  const known = (words.get(column.name) ?? []).filter(({ value }) => !isMissingWord(value))
  const found = spellingsOf(known)
    .map(({ to, from }) => ({
      to,
      from: from.filter(({ value }) => !differsBySpace(value, to) && !differsByCase(value, to)),
    }))
    .filter(({ to, from }) => from.length > 0 && hasLetters.test(to))
  if (found.length === 0) return []
  return [
    {
      column: column.name,
      title: 'Unify spellings',
      node: 'transform.map_values',
      settings: name => mappingOf(name, found),
      mayLose: 0,
      because: ({ changed }) =>
        `${count(changed)} of ${counted(column.count, 'value')} ${saidOf('are', changed)} another spelling of ${found.length === 1 ? '' : 'one of '}${counted(found.length, 'frequent value')}, such as ${quoted(found.flatMap(({ from }) => from.map(({ value }) => value)))}.`,
      spellings: found,
    },
  ]
}
