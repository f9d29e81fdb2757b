import { call, cast, column, literal, op } from '../relation/build.ts'
import type { Expression } from '../relation/expression.ts'
import type { Column } from '../relation/relation.ts'
import { space, spaces } from '../rules/cells.ts'
import { familyOf } from '../rules/values.ts'
import { fits } from '../source/fits.ts'
import type { CompileContext } from './kind.ts'
import { z } from './settings.ts'

const value = z.union([z.string(), z.number(), z.boolean(), z.null()])

/** Old values and their new ones, as settings hold them. */
export const valuePairs = z.array(z.tuple([value, value])).default([])

/** What a pair of a setting may hold. */
export type Value = string | number | boolean | null
/** An old value and its new one. */
export type Pair = readonly [from: Value, to: Value]

/** What does not matter when texts are compared. */
export interface Fold {
  readonly ignoreCase: boolean
  readonly ignoreSpace: boolean
}

/** A text by which it is looked up. */
export const folded = (text: Expression, { ignoreCase, ignoreSpace }: Fold): Expression => {
  const spaced = ignoreSpace
    ? call('trim', call('regexp_replace', text, literal(`[${space}]+`), literal(' '), literal('g')))
    : text
  return ignoreCase ? call('lower', spaced) : spaced
}

/** DuckDB lowers each sign by itself and to one sign: a sigma at the end of a word is like any other. */
const lower = (text: string): string =>
  Array.from(text, sign => String.fromCodePoint(sign.toLowerCase().codePointAt(0)!)).join('')

const plain = (value: Value, { ignoreCase, ignoreSpace }: Fold): string => {
  const text = ignoreSpace ? String(value).replace(spaces, ' ').replace(/^ | $/g, '') : String(value)
  return JSON.stringify([value === null, ignoreCase ? lower(text) : text])
}

/** Places of pairs whose old value an earlier pair has, too. */
const repeated = (pairs: readonly Pair[], fold: Fold): readonly number[] => {
  const seen = new Set<string>()
  return pairs.flatMap(([from], i) => {
    const key = plain(from, fold)
    if (seen.has(key)) return [i]
    seen.add(key)
    return []
  })
}

/** Reports pairs whose old value an earlier pair has, too. */
export const reportRepeated = (list: readonly Pair[], fold: Fold, context: CompileContext): void => {
  for (const i of repeated(list, fold))
    context.report({
      code: 'E-SETTING',
      severity: 'error',
      setting: `pairs.${i}.0`,
      message: `\`${list[i]![0]}\` has a new value already.`,
    })
}

/** A word such as yes is meant as a word, though it could be a truth. */
const holds = (type: string, value: string | number | boolean): boolean =>
  type === 'BOOLEAN' ? typeof value === 'boolean' : fits(String(value), type) === true

/** The type that holds the new values and, where they are kept, the old ones. */
export const typeFor = (of: Column, pairs: readonly Pair[]): string =>
  pairs.every(([, to]) => to === null || holds(of.type, to)) ? of.type : 'VARCHAR'

/** The place of a column's value among the old values, from 1 on; null: it is none of them. */
export const placeAmong = (of: Column, pairs: readonly Pair[], fold: Fold): Expression => {
  const isText = familyOf(of.type) === 'text'
  const value = column(of.name)
  const key = isText ? folded(value, fold) : value
  const keyOf = (from: Value): Expression => {
    if (from === null) return literal(null, of.type)
    const text = literal(String(from))
    return isText ? folded(text, fold) : cast(text, of.type, { safe: true })
  }
  const place = call('list_position', op('list', ...pairs.map(([from]) => keyOf(from))), key)
  const nulls = pairs.findIndex(([from]) => from === null)
  return call('if', op('is_null', value), literal(nulls < 0 ? null : nulls + 1, 'INTEGER'), place)
}

/** The new values as a list of one type. */
export const newValues = (pairs: readonly Pair[], type: string): Expression =>
  op('list', ...pairs.map(([, to]) => literal(to === null ? null : String(to), type)))
