import { didYouMean } from '#core/flow/nearest.ts'
import type { LineShape } from '#core/node/kind.ts'
import type { Problem } from '#core/problem.ts'
import { correctable, type Origin } from '#core/quarantine/entry.ts'
import { isLinePatch, lineBreaks, type Patch, type PatchCells, type PatchNotes } from '#core/quarantine/patch.ts'
import type { Quarantine, QuarantineEntry } from '#engine/quarantine/types.ts'
import type { CallInput } from '#rpc/contract.ts'
import { joinCells } from './quarantine-line.ts'

type Change = CallInput<'quarantineCorrect'>['changes'][number]

interface Where {
  readonly node: string
  readonly origin: Origin | null
  /** Without an origin: why not. */
  readonly lost: string | null
  readonly lines: LineShape | null | undefined
  readonly at: string
  readonly castable: Quarantine['castable']
}

type Made = { readonly patch: Patch | null } | { readonly problem: Problem }

const refused = (code: string, node: string, message: string, hint?: string): Made => ({
  problem: { code, severity: 'error', node, message, ...(hint ? { hint } : {}) },
})

/** The patch that a change makes of an entry's one, null: none any more; or why it cannot be. */
export const correctionOf = async (change: Change, entry: QuarantineEntry | undefined, where: Where): Promise<Made> => {
  const { node, origin } = where
  if (!entry) return refused('E-PATCH-ENTRY', node, 'The row is no longer in the quarantine.', 'look at it again')
  if ('remove' in change) return { patch: null }
  if (origin === null) return refused('E-PATCH-PLACE', node, `Rows of \`${node}\` cannot be corrected: ${where.lost}.`)
  if ('set' in change) return ofRow(change, entry, origin, where)
  const line = 'line' in change ? change.line : where.lines ? joinCells(change.cells, lineOf(entry), where.lines) : null
  if (line === null && where.lines)
    return refused('E-PATCH-PLACE', node, 'The line does not part into cells.', 'correct its text')
  return line === null
    ? noLine(node)
    : ofLine(line, entry, origin, { ...where, notes: notesOf(change, entry, where.at) })
}

const notesOf = (change: Change, entry: QuarantineEntry, at: string): PatchNotes => {
  const note = ('note' in change ? change.note : undefined) ?? entry.patch?.note
  return { ...(note ? { note } : {}), ...(entry.patch?.by ? { by: entry.patch.by } : {}), at }
}

/** The line as it was corrected, or else as it is. */
const lineOf = ({ patch, told, place }: QuarantineEntry): string =>
  patch && isLinePatch(patch) && told !== 'unfit' ? patch.raw.to : (place?.raw ?? '')

const noLine = (node: string): Made =>
  refused('E-PATCH-PLACE', node, `Rows of \`${node}\` are corrected by their cells: they are no lines of a file.`)

const ofLine = (
  to: string,
  { place, hash, patch, told }: QuarantineEntry,
  origin: Origin,
  { node, lines, notes }: Where & { notes: PatchNotes },
): Made => {
  if (origin.way !== 'lines' || !place || place.line === null || hash === null) return noLine(node)
  if (to.includes('\0')) return refused('E-PATCH-VALUE', node, 'A line cannot hold a NUL.')
  // A record of JSON may have line breaks between its values.
  if (!(lines && 'keys' in lines) && lineBreaks(to) > lineBreaks(place.raw))
    return refused('E-PATCH-VALUE', node, 'A corrected line cannot have more line breaks than it had.')
  const before = patch && isLinePatch(patch) && told !== 'unfit' ? patch : null
  if (before === null && to === place.raw) return { patch: null }
  const at = before?.place ?? { file: place.file, line: place.line }
  return { patch: { node: origin.node, place: at, raw: { was: before?.raw.was ?? hash, to }, ...notes } }
}

const ofRow = async (
  change: Extract<Change, { set: object }>,
  entry: QuarantineEntry,
  origin: Origin,
  { node, at, castable }: Where,
): Promise<Made> => {
  if (origin.way !== 'rows' || !origin.into)
    return refused('E-PATCH-PLACE', node, `Rows of \`${node}\` are lines of a file, and corrected as such.`)
  if (entry.alike > 1)
    return refused(
      'E-PATCH-PLACE',
      node,
      `${entry.alike} rows are alike, and cannot be corrected one by one.`,
      'give the quarantine keys',
    )
  const known = new Map(correctable(origin, entry.columns).map(column => [column.name.toLowerCase(), column]))
  const named = Object.entries(change.set).map(([name, text]) => ({
    name,
    text,
    column: known.get(name.toLowerCase()),
  }))
  const lost = lostOf(entry, origin, known)
  if (lost !== undefined) {
    const why = entry.key === null ? 'it is part of what tells the row' : 'it is a key'
    return refused(
      'E-PATCH-PLACE',
      node,
      `A corrected row would not be found again: \`${lost}\` is not both here and where rows enter \`${origin.node}\`, and ${why}.`,
      'give the quarantine keys that are in both',
    )
  }
  const unknown = named.find(({ column }) => !column)
  if (unknown)
    return refused(
      'E-PATCH-PLACE',
      node,
      `\`${unknown.name}\` cannot be corrected: it is no column of what enters \`${origin.node}\`.`,
      didYouMean(
        unknown.name,
        [...known.values()].map(({ name }) => name),
      ).hint,
    )
  const typed = named.flatMap(({ text, column }) => (text === null || !column ? [] : [{ text, type: column.type }]))
  const fits = await castable(typed)
  const bad = typed.findIndex((_, index) => !fits[index])
  if (bad >= 0) return refused('E-PATCH-VALUE', node, `\`${typed[bad]!.text}\` is not a ${typed[bad]!.type}.`)
  return {
    patch: merged(
      named.map(({ text, column }) => [column!.name, text] as const),
      entry,
      origin,
      notesOf(change, entry, at),
    ),
  }
}

/** A column that tells the row, and is not both in the quarantine and where a corrected row enters. */
const lostOf = (
  { key }: QuarantineEntry,
  { into }: Origin,
  known: ReadonlyMap<string, unknown>,
): string | undefined => {
  const telling = key === null ? (into?.columns.map(({ name }) => name) ?? []) : Object.keys(JSON.parse(key) as object)
  return telling.find(name => !known.has(name.toLowerCase()))
}

const merged = (
  changes: readonly (readonly [string, string | null])[],
  { columns, cells, key, hash, patch, told }: QuarantineEntry,
  origin: Origin,
  notes: PatchNotes,
): Patch | null => {
  const before = patch && !isLinePatch(patch) && told !== 'unfit' ? patch : null
  const cellOf = (name: string) =>
    cells[columns.findIndex(each => each.name.toLowerCase() === name.toLowerCase())] ?? null
  const set: Record<string, PatchCells[string]> = { ...before?.set }
  const was: Record<string, PatchCells[string]> = { ...before?.was }
  for (const [name, text] of changes) {
    if (!Object.hasOwn(was, name)) was[name] = cellOf(name)
    if (text === was[name]) {
      delete set[name]
      delete was[name]
    } else set[name] = text
  }
  if (Object.keys(set).length === 0) return null
  const subject =
    key === null ? { hash: before?.hash ?? hash! } : { key: before?.key ?? (JSON.parse(key) as PatchCells) }
  return { node: origin.node, port: origin.inputPort, ...subject, was, set, ...notes }
}
