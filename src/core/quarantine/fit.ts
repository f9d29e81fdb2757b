import type { Problem } from '../problem.ts'
import type { Relation } from '../relation/relation.ts'
import type { RowPatch } from './patch.ts'
import { type Corrections, corrected, typeOf } from './replay.ts'
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
  /** The corrections, with which of them are replayed, in the order in which they are. */
  readonly rounds: readonly Corrections[]
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

/** Which of the corrections fit the rows that are there, and what is to be said of each of the others. */
const judge = (corrections: Corrections, rows: readonly Found[]) => {
  const byPatch = new Map(rows.map(row => [row.patch, row]))
  return corrections.patches.map((patch, index) => {
    const found = byPatch.get(index + 1)
    return { patch, found, problem: wrongWith(patch, corrections, found) }
  })
}

/**
 * Looks which corrections fit, round by round: a row that is known by what it holds, was corrected and rejected again, is known by what it
 * holds since, and its next correction comes after the first. `look` gives the rows of `fitsOf` for an input that `enter` makes of the first.
 */
export const fitOf = async (
  corrections: Corrections,
  look: (enter: (input: Relation) => Relation, round: Corrections) => Promise<readonly Found[]>,
): Promise<Fit> => {
  const rounds: Corrections[] = []
  const problems: Problem[] = []
  for (let open = corrections; ; ) {
    const before = [...rounds]
    const judged = judge(open, await look(input => replayed(input, before), open))
    const fitting = judged.map(({ problem }) => problem === null)
    const later = judged.filter(({ patch, found }) => fitting.includes(true) && !found && patch.hash !== undefined)
    problems.push(...judged.flatMap(each => (each.problem && !later.includes(each) ? [each.problem] : [])))
    rounds.push({ ...open, fitting })
    if (later.length === 0) return { rounds, problems }
    open = { ...corrections, patches: later.map(({ patch }) => patch) }
  }
}

/** The input's rows with the corrections of all rounds. */
export const replayed = (input: Relation, rounds: readonly Corrections[]): Relation => rounds.reduce(corrected, input)
