import type { Problem } from '../problem.ts'
import type { RowPatch } from './patch.ts'
import { type Corrections, typeOf } from './replay.ts'
import { cellWords, patchName } from './words.ts'

/** What was found of a patch's row: a row of `fitsOf`. */
export interface Found {
  /** From 1. */
  readonly patch: number
  readonly rows: number
  readonly held: boolean
  readonly done: boolean
  readonly castable: boolean
  /** One row's cells as texts, one for each column. */
  readonly found: readonly (string | null)[]
}

export interface Fit {
  /** The corrections, with which of them are replayed. */
  readonly corrections: Corrections
  readonly problems: readonly Problem[]
}

const said = (code: string, corrections: Corrections, patch: RowPatch, what: string, hint?: string): Problem => ({
  code,
  severity: code.startsWith('I-') ? 'info' : 'warning',
  node: corrections.node,
  message: `${patchName(patch)} ${what}.`,
  ...(hint ? { hint } : {}),
})

/** Why a patch is not replayed; null: it is. */
const wrongWith = (patch: RowPatch, corrections: Corrections, found: Found | undefined): Problem | null => {
  const tell = (code: string, what: string, hint?: string) => said(code, corrections, patch, what, hint)
  if (!found) return tell('W-PATCH-MISSING', `is not replayed: no such row enters \`${corrections.node}\``)
  if (found.rows > 1) {
    const hint = 'give the quarantine keys that tell its rows apart'
    return tell('W-PATCH-SEVERAL', `is not replayed: ${found.rows} such rows enter \`${corrections.node}\``, hint)
  }
  if (!found.castable) {
    const types = Object.keys(patch.set).map(name => typeOf(corrections.columns, name).type)
    return tell('W-PATCH-VALUE', `is not replayed: ${cellWords(patch.set)} should be ${[...new Set(types)].join(', ')}`)
  }
  if (found.done) return tell('I-PATCH-DONE', `is no longer needed: the row has ${cellWords(patch.set)} already`)
  if (found.held) return null
  const cellOf = (name: string) => found.found[corrections.columns.indexOf(typeOf(corrections.columns, name))] ?? null
  const now = Object.fromEntries(Object.keys(patch.was).map(name => [name, cellOf(name)]))
  return tell(
    'W-PATCH-CHANGED',
    `is not replayed: it was made of ${cellWords(patch.was)}, and the row has ${cellWords(now)}`,
  )
}

/** Which of the corrections fit the rows that are there, and what is to be said of the others. */
export const fitOf = (corrections: Corrections, rows: readonly Found[]): Fit => {
  const byPatch = new Map(rows.map(row => [row.patch, row]))
  const judged = corrections.patches.map((patch, index) => ({
    problem: wrongWith(patch, corrections, byPatch.get(index + 1)),
  }))
  return {
    corrections: { ...corrections, fitting: judged.map(({ problem }) => problem === null) },
    problems: judged.flatMap(({ problem }) => problem ?? []),
  }
}
