import { distance } from '../flow/nearest.ts'
import type { Spelling, Word } from './types.ts'

/** So many times more often is a value than those that are taken for it. */
const muchMore = 20

/** Of values with letters alone, those of fewer characters are near each other by chance. */
const shortest = 5

/**
 * A text's fingerprint: its words without accents, case and signs, in order, each once. It is key collision, as OpenRefine's
 * "fingerprint" keyer does it (openrefine.org/docs/technical-reference/clustering-in-depth).
 */
export const fingerprint = (text: string): string =>
  [
    ...new Set(
      text
        .normalize('NFKD')
        .replace(/\p{M}/gu, '')
        .toUpperCase()
        .toLowerCase()
        .replace(/[\p{P}\p{S}\p{C}]/gu, ' ')
        .split(/\s+/u)
        .filter(word => word !== ''),
    ),
  ]
    .sort()
    .join(' ')

const digits = (text: string): string => text.replace(/\D+/g, ' ')

const isSlip = (word: Word, of: Word): boolean => {
  const [a, b] = [fingerprint(word.value), fingerprint(of.value)]
  const length = Math.min(a.length, b.length)
  if (length < shortest || of.count < word.count * muchMore || digits(a) !== digits(b)) return false
  const allowed = length >= 10 ? 2 : 1
  return Math.abs(a.length - b.length) <= allowed && distance(a, b) <= allowed
}

/** Values that seem to be one: the same but for case, accents, signs and order of words, or a rare slip away from a frequent one. */
export const spellingsOf = (words: readonly Word[]): readonly Spelling[] => {
  const sorted = words.filter(({ value }) => fingerprint(value) !== '')
  const groups = new Map<string, Word[]>()
  for (const word of sorted) {
    const print = fingerprint(word.value)
    groups.set(print, [...(groups.get(print) ?? []), word])
  }
  const found = new Map<string, Word[]>()
  const heads = [...groups.values()].map(group => group.reduce((best, each) => (each.count > best.count ? each : best)))
  const add = (to: string, from: readonly Word[]) => found.set(to, [...(found.get(to) ?? []), ...from])
  ;[...groups.values()].forEach((group, i) => {
    const head = heads[i]!
    const own = heads.find(other => other !== head && isSlip(head, other)) ?? head
    const others = group.filter(each => each.value !== own.value)
    if (others.length > 0) add(own.value, others)
  })
  return [...found].map(([to, from]) => ({ to, from: from.toSorted((a, b) => b.count - a.count) }))
}

/** Of codes that nearly all have one shape, those have a slip that have another one. */
const nearlyAll = 0.95

const shapeOf = (text: string): string =>
  text
    .replace(/\p{Lu}/gu, 'A')
    .replace(/[\p{Ll}\p{Lo}]/gu, 'a')
    .replace(/\p{Nd}/gu, '9')

/** Rare values that are not written as nearly all others are, which are capitals and digits in one shape. */
export const oddlyShaped = (words: readonly Word[]): ReadonlySet<string> => {
  const counts = new Map<string, number>()
  for (const { value, count } of words) counts.set(shapeOf(value), (counts.get(shapeOf(value)) ?? 0) + count)
  const all = words.reduce((sum, { count }) => sum + count, 0)
  const [usual] = [...counts].toSorted((a, b) => b[1] - a[1])
  if (usual === undefined || usual[1] < all * nearlyAll || !/^[A9._/-]{2,}$/.test(usual[0])) return new Set()
  return new Set(
    words
      .filter(({ value, count }) => shapeOf(value) !== usual[0] && count * muchMore <= all / words.length)
      .map(({ value }) => value),
  )
}
