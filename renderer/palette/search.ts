import type { Catalogue, NodeGroup, NodeKind, Preset } from '#core/node/kind.ts'
import { matchOf } from './match.ts'

/** What can be added: a kind, or one of its presets, which brings settings. */
export interface Found {
  /** Its own among all entries. */
  readonly key: string
  readonly kind: NodeKind
  readonly title: string
  readonly summary: string
  /** Another tool's name by which the search found it. */
  readonly alias: string | null
  readonly settings: Readonly<Record<string, unknown>>
  readonly preset: Preset | null
}

export const groupTitles = {
  sources: 'Sources',
  transforms: 'Transforms',
  validators: 'Validators',
  sinks: 'Sinks',
} as const satisfies Record<NodeGroup, string>

const groups = Object.keys(groupTitles) as readonly NodeGroup[]

/** A kind by itself. */
export const plain = (kind: NodeKind): Found => ({
  key: kind.kind,
  kind,
  title: kind.title,
  summary: kind.summary,
  alias: null,
  settings: {},
  preset: null,
})

const presetsOf = (kind: NodeKind): readonly Found[] =>
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
          },
        ],
  )

export const byGroup = (found: readonly Found[]): readonly (readonly [NodeGroup, readonly Found[]])[] =>
  groups
    .map(group => [group, found.filter(entry => entry.kind.group === group)] as const)
    .filter(([, entries]) => entries.length > 0)

const namesOf = ({ kind, preset }: Found): readonly string[] =>
  preset ? (preset.also ?? []) : kind.aliases.filter(alias => typeof alias === 'string')

const scored = (entry: Found, query: string): { readonly found: Found; readonly score: number } | null => {
  const own = entry.preset ? [entry.title] : [entry.title, entry.kind.kind]
  const match = matchOf(query, own, namesOf(entry), entry.preset && !entry.preset.summary ? '' : entry.summary)
  return match && { found: { ...entry, alias: match.alias }, score: match.score }
}

/** Kinds and presets that fit a query, best first; all kinds and the listed presets in the catalogue's order where there is none. */
export const searchKinds = (catalogue: Catalogue, text: string): readonly Found[] => {
  const query = text.trim().toLowerCase()
  const entries = [...catalogue.values()].flatMap(kind => [plain(kind), ...presetsOf(kind)])
  if (query === '') return entries.filter(({ preset }) => preset === null || preset.listed)
  return entries
    .map(entry => scored(entry, query))
    .filter(each => each !== null)
    .sort((a, b) => b.score - a.score)
    .map(({ found }) => found)
}
