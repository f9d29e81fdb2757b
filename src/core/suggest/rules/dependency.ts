import type { ColumnProfile, Profile } from '../../profile/types.ts'
import { count, counted } from '../../quality-report/numbers.ts'
import { codeWords, hasWord, phoneWords, without } from '../names.ts'
import { isCode } from '../shapes.ts'
import type { RuleCandidate } from '../types.ts'
import { quoted } from '../words.ts'
import { fewestToDiffer, type Proposer, ruleOn } from './propose.ts'

const fewOutvoted = 0.02

/** Each value of what decides is there so often on average. */
const oftenEach = 3

const fewestGroups = 5

/** A column that has nearly one value follows from every other one. */
const mostFrequent = 0.9

const mostOfOne = 4

const named = (columns: readonly ColumnProfile[], name: string): ColumnProfile =>
  columns.find(column => column.name === name)!

const repeats = ({ distinct, count: there }: ColumnProfile): boolean =>
  distinct.exact && distinct.count >= fewestGroups && there >= distinct.count * oftenEach

const varies = ({ frequent, count: there, distinct }: ColumnProfile): boolean =>
  distinct.count > 1 && (frequent[0]?.count ?? 0) <= there * mostFrequent

const identifies = (column: ColumnProfile): boolean =>
  !hasWord(column.name, phoneWords) && (isCode(column) || hasWord(column.name, codeWords))

/** Pairs whose names say that the one is the other's code: `country_code` and `country`. */
const byName = (columns: readonly ColumnProfile[]): Profile['dependencies']['found'] =>
  columns.filter(identifies).flatMap(({ name: from }) =>
    columns
      .filter(({ name: to, shape }) => {
        const stem = without(from, codeWords) || from.toLowerCase()
        return (
          to !== from && shape === 'text' && without(to, new Set([...codeWords, 'name', 'title', 'label'])) === stem
        )
      })
      .map(({ name: to }) => ({ from, to })),
  )

const zips = new Set(['zip', 'zipcode', 'postcode', 'postal', 'plz'])
const places = new Set(['city', 'town', 'county', 'state', 'province', 'place'])

const byPlace = (columns: readonly ColumnProfile[]): Profile['dependencies']['found'] =>
  columns
    .filter(({ name }) => hasWord(name, zips))
    .flatMap(({ name: from }) =>
      columns.filter(({ name }) => hasWord(name, places)).map(({ name: to }) => ({ from, to })),
    )

/** Columns that another one decides: in all first rows, or by their names and in nearly all rows. */
export const dependency: Proposer = ({ profile: { rows, columns, dependencies } }) => {
  if (rows < fewestToDiffer) return []
  const found = dependencies.found.filter(({ from }) => identifies(named(columns, from)))
  const pairs = new Map<string, Set<string>>()
  for (const { from, to } of [...found, ...byName(columns), ...byPlace(columns)]) {
    const [decides, follows] = [named(columns, from), named(columns, to)]
    if (!repeats(decides) || !varies(follows) || decides.distinct.count < follows.distinct.count * 0.5) continue
    if (pairs.get(to)?.has(from)) continue
    pairs.set(from, (pairs.get(from) ?? new Set()).add(to))
  }
  return [...pairs].flatMap(([from, to]) =>
    [...to].slice(0, mostOfOne).map(
      (name): RuleCandidate => ({
        rule: ruleOn('functional_dependency', [name], { determinant: [from] }),
        atMost: fewOutvoted,
        weight: 45,
        because: ({ judged, failed, examples }) =>
          failed === 0
            ? `In all ${counted(judged, 'row')}, the same \`${from}\` has the same \`${name}\`.`
            : `In ${count(judged - failed)} of ${counted(judged, 'row')}, \`${name}\` is what most rows with the same \`${from}\` have; ${count(failed)} ${failed === 1 ? 'differs' : 'differ'}, such as ${quoted(examples)}.`,
      }),
    ),
  )
}
