import type { Column } from '../relation/relation.ts'

/** What a run does where a source's input has changed since the last good run. */
export type OnDrift = 'warn' | 'stop' | 'ignore'

/** A column of a source, and what of it the flow says itself: its type, or that it is read at all. */
export interface SourceColumn extends Column {
  readonly given?: 'type' | 'name'
}

/** What a source read, and what becomes of a change. */
export interface SourceShape {
  readonly onDrift: OnDrift
  readonly columns: readonly SourceColumn[]
  /** How many rows `out` has, none of them flagged, where that is known before they are read. */
  readonly rows?: number
}

/** How a source's columns differ from those of the last good run. */
export interface Drift {
  readonly came: readonly Column[]
  readonly went: readonly Column[]
  readonly retyped: readonly Retyped[]
  readonly renamed: readonly Renamed[]
}

export interface Retyped {
  readonly name: string
  readonly was: string
  readonly is: string
}

export interface Renamed {
  readonly was: string
  readonly is: string
}

const keyOf = ({ name }: Column): string => name.toLowerCase()

const arePicked = (columns: readonly SourceColumn[]): boolean => columns.some(({ given }) => given === 'name')

/**
 * Compares a source's columns with those before. What the flow says itself is no change of the input, and neither is another order: every
 * node goes by names. A column that came in the place of the only one that went, with its type, is the same under another name; so is one
 * whose name differs in case.
 */
export const driftOf = (before: readonly SourceColumn[], now: readonly SourceColumn[]): Drift => {
  const earlier = new Map(before.map(column => [keyOf(column), column]))
  const present = new Set(now.map(keyOf))
  const named = !arePicked(before) && !arePicked(now)
  const came = now.filter(column => named && !column.given && !earlier.has(keyOf(column)))
  const went = before.filter(column => named && !column.given && !present.has(keyOf(column)))
  const both = now.flatMap(is => {
    const was = earlier.get(keyOf(is))
    return was ? [{ was, is }] : []
  })
  const isMoved =
    came.length === 1 &&
    went.length === 1 &&
    came[0]!.type === went[0]!.type &&
    now.indexOf(came[0]!) === before.indexOf(went[0]!)
  return {
    came: isMoved ? [] : came,
    went: isMoved ? [] : went,
    retyped: both
      .filter(({ was, is }) => was.type !== is.type && was.given !== 'type' && is.given !== 'type')
      .map(({ was, is }) => ({ name: is.name, was: was.type, is: is.type })),
    renamed: [
      ...both
        .filter(({ was, is }) => named && was.name !== is.name)
        .map(({ was, is }) => ({ was: was.name, is: is.name })),
      ...(isMoved ? [{ was: went[0]!.name, is: came[0]!.name }] : []),
    ],
  }
}

/** Columns of a source as the flow's own words leave them open: `types` says some types, `picked` which columns are read. */
export const sourceColumns = (
  columns: readonly Column[],
  {
    types = {},
    picked = [],
  }: { readonly types?: Readonly<Record<string, string>>; readonly picked?: readonly string[] },
): readonly SourceColumn[] => {
  const typed = new Set(Object.keys(types).map(name => name.toLowerCase()))
  return columns.map(({ name, type }) => {
    if (picked.length > 0) return { name, type, given: 'name' }
    return typed.has(name.toLowerCase()) ? { name, type, given: 'type' } : { name, type }
  })
}
