import type { CallInput, CallOutput } from '#rpc/contract.ts'

export type Listed = CallOutput<'quarantine'>
export type Entry = Listed['entries'][number]
export type EntryState = Entry['state']
export type EntryColumn = Listed['columns'][number]
export type Change = CallInput<'quarantineCorrect'>['changes'][number]

/** How corrected rows go in again; null: they cannot. */
export type Way = 'rows' | 'lines' | null

/** A cell to be put in the place of another one; null is the value. */
export interface Edit {
  readonly entry: Entry
  readonly column: number
  readonly text: string | null
}

/** A cell as it was kept, and as its correction has it; undefined: the line has no such cell. */
export interface CellView {
  readonly before: string | null | undefined
  readonly after: string | null | undefined
  readonly changed: boolean
}

/** The line as it stands in the file, or as it was corrected. */
export const lineOf = (entry: Entry): string => entry.patch?.line ?? entry.place?.raw ?? ''

/** The cells of the corrected line; none: it is no single line by the signs of its file, and has to be corrected as text. */
const lineCells = (entry: Entry): readonly (string | null)[] =>
  entry.patch?.line === null || entry.patch?.line === undefined ? entry.cells : (entry.patch.cells ?? [])

const setOf = (entry: Entry, name: string): string | null | undefined => {
  const found = Object.keys(entry.patch?.set ?? {}).find(each => each.toLowerCase() === name.toLowerCase())
  return found === undefined ? undefined : entry.patch?.set[found]
}

/** A correction that no longer fits changes nothing. */
export const cellView = (entry: Entry, columns: readonly EntryColumn[], column: number): CellView => {
  const before = entry.cells[column]
  if (entry.state === 'stale') return { before, after: before, changed: false }
  const name = columns[column]?.name
  const set = entry.place || name === undefined ? undefined : setOf(entry, name)
  const after = entry.place ? lineCells(entry)[column] : set === undefined ? before : set
  return { before, after, changed: after !== before }
}

/** How many cells there are to show: a line may have more than the file has columns. */
export const widthOf = (entry: Entry): number => Math.max(entry.cells.length, entry.patch?.cells?.length ?? 0)

/** Whether cells can be corrected one by one; a line that does not split into cells is corrected as text. */
export const isEditable = (entry: Entry, columns: readonly EntryColumn[], column: number, way: Way): boolean => {
  if (way === null || entry.state === 'resolved') return false
  if (entry.place) return way === 'lines' && lineCells(entry).length > 0
  return way === 'rows' && columns[column]?.editable === true
}

/** Cells with one put in; past the end, what lies between is empty. An emptied last cell too many is taken away. */
export const withCell = (cells: readonly string[], at: number, text: string, wanted: number): readonly string[] => {
  const next = Array.from({ length: Math.max(cells.length, at + 1) }, (_, index) => cells[index] ?? '')
  next[at] = text
  return text === '' && at >= wanted && at === next.length - 1 ? next.slice(0, -1) : next
}

const asTexts = (cells: readonly (string | null)[]): readonly string[] => cells.map(cell => cell ?? '')

/** One change for all edits of an entry. */
export const changeOf = (entry: Entry, edits: readonly Edit[], columns: readonly EntryColumn[]): Change => {
  if (entry.place === null) {
    const set = edits.map(({ column, text }) => [columns[column]?.name ?? '', text] as const)
    return { entry: entry.id, set: Object.fromEntries(set) }
  }
  const cells = edits.reduce(
    (old, { column, text }) => withCell(old, column, text ?? '', columns.length),
    asTexts(lineCells(entry)),
  )
  return { entry: entry.id, cells: [...cells] }
}

/** A line's cells with one left out, or an empty one put in before it: what a delimiter too many or too few asks for. */
export const movedCells = (entry: Entry, at: number, way: 'remove' | 'insert'): Change => {
  const cells = [...asTexts(lineCells(entry))]
  if (way === 'remove') cells.splice(at, 1)
  else cells.splice(at, 0, '')
  return { entry: entry.id, cells }
}

/** What takes a change of an entry back; null: its old correction no longer fitted, and cannot be put back as it was. */
export const backOf = (entry: Entry, change: Change, columns: readonly EntryColumn[]): Change | null => {
  const { patch, id } = entry
  if (patch && entry.state === 'stale') return null
  if (!patch) return { entry: id, remove: true }
  const note = patch.note === null ? {} : { note: patch.note }
  if (patch.line !== null) return { entry: id, line: patch.line, ...note }
  const changed = 'set' in change ? Object.keys(change.set) : []
  const kept = changed.map(name => {
    const index = columns.findIndex(each => each.name.toLowerCase() === name.toLowerCase())
    const set = setOf(entry, name)
    return [name, set === undefined ? (entry.cells[index] ?? null) : set] as const
  })
  return { entry: id, set: { ...patch.set, ...Object.fromEntries(kept) }, ...note }
}

/** A text as a cell of its type takes it: an empty one is null where only text can be empty. */
export const typedText = (text: string, column: EntryColumn | undefined, way: Way): string | null =>
  text === '' && way === 'rows' && column !== undefined && !/^VARCHAR/.test(column.type) ? null : text
