import type { FunctionEntry } from '#core/functions/types.ts'
import type { Faces, NodeFace, NodeGroup, Preset } from '#core/node/kind.ts'
import { rulesIn } from '../store/rule-edits.ts'
import { matchOf } from './match.ts'
import { kindOfUse } from './prefill.ts'

/** What can be added: a kind, one of its presets, which brings settings, or a function, which is put into a new node. */
export interface Found {
  /** Its own among all entries. */
  readonly key: string
  readonly kind: NodeFace
  readonly title: string
  readonly summary: string
  /** Another tool's name by which the search found it. */
  readonly alias: string | null
  readonly settings: Readonly<Record<string, unknown>>
  readonly preset: Preset | null
  readonly offer: FunctionEntry | null
}

export const groupTitles = {
  sources: 'Sources',
  transforms: 'Transforms',
  validators: 'Validators',
  sinks: 'Sinks',
} as const satisfies Record<NodeGroup, string>

const groups = Object.keys(groupTitles) as readonly NodeGroup[]

/** A kind by itself. */
export const plain = (kind: NodeFace): Found => ({
  key: kind.kind,
  kind,
  title: kind.title,
  summary: kind.summary,
  alias: null,
  settings: {},
  preset: null,
  offer: null,
})

const presetsOf = (kind: NodeFace): readonly Found[] =>
  kind.aliases.flatMap(alias =>
    typeof alias === 'string'
      ? []
      : [
          {
            key: `${kind.kind} ${alias.name}`,
            kind,
            title: alias.name,
            summary: alias.summary ?? kind.summary,
            alias: null,
            settings: alias.settings,
            preset: alias,
            offer: null,
          },
        ],
  )

export const byGroup = (found: readonly Found[]): readonly (readonly [NodeGroup, readonly Found[]])[] =>
  groups
    .map(group => [group, found.filter(entry => entry.kind.group === group)] as const)
    .filter(([, entries]) => entries.length > 0)

const namesOf = ({ kind, preset }: Found): readonly string[] =>
  preset ? (preset.also ?? []) : kind.aliases.filter(alias => typeof alias === 'string')

/** Another name for a rule stands behind a function that is called just that. */
const behindFunctions = 0.15

const scored = (entry: Found, query: string): { readonly found: Found; readonly score: number } | null => {
  const own = entry.preset ? [entry.title] : [entry.title, entry.kind.kind]
  const match = matchOf(query, own, namesOf(entry), entry.preset && !entry.preset.summary ? '' : entry.summary)
  const behind = match?.alias && rulesIn(entry.settings).length > 0 ? behindFunctions : 0
  return match && { found: { ...entry, alias: match.alias }, score: match.score - behind }
}

/** Functions beyond these are found by typing on. */
const mostFunctions = 40

/** A kind of node that fits as well stands before a function. */
const behindKinds = 0.2

const scoredFunctions = (catalogue: Faces, functions: readonly FunctionEntry[], query: string) =>
  functions
    .flatMap(offer => {
      const kind = catalogue.get(kindOfUse[offer.use])
      const match = kind && matchOf(query, [offer.name, ...offer.also], offer.elsewhere, offer.about)
      if (!kind || !match) return []
      const { name: title, about: summary } = offer
      const key = `${offer.use} ${title}`
      const found: Found = { key, kind, title, summary, alias: match.alias, settings: {}, preset: null, offer }
      return [{ found, score: match.score - behindKinds }]
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, mostFunctions)

/** Kinds, presets and functions that fit a query, best first; all kinds and the listed presets in the catalogue's order where there is none. */
export const searchKinds = (
  catalogue: Faces,
  text: string,
  functions: readonly FunctionEntry[] = [],
): readonly Found[] => {
  const query = text.trim().toLowerCase()
  const entries = [...catalogue.values()].flatMap(kind => [plain(kind), ...presetsOf(kind)])
  if (query === '') return entries.filter(({ preset }) => preset === null || preset.listed)
  const found = entries.map(entry => scored(entry, query)).filter(each => each !== null)
  return [...found, ...scoredFunctions(catalogue, functions, query)]
    .sort((a, b) => b.score - a.score)
    .map(each => each.found)
}

/** The functions alone that fit a query, best first. */
export const searchFunctions = (
  catalogue: Faces,
  functions: readonly FunctionEntry[],
  text: string,
): readonly Found[] => scoredFunctions(catalogue, functions, text.trim().toLowerCase()).map(({ found }) => found)
