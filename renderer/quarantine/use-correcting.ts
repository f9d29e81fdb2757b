import { useCallback, useEffect, useState } from 'react'
import { type Cell, rangeOf, type Selection } from '../grid/selection.ts'
import type { Leave, Typing } from './CellEditor.tsx'
import { type Entries, mostAtOnce } from './entries-state.ts'
import { cellView, type Edit, type Entry, type EntryColumn, isEditable, typedText, type Way } from './entry.ts'
import type { GridColumn } from './grid-columns.ts'
import { countText } from './words.ts'

export interface Correcting {
  readonly typing: Typing | null
  open(cell: Cell, typed: string | null): void
  keep(text: string, leave: Leave): void
  cancel(): void
  clear(): void
  paste(lines: readonly (readonly string[])[]): void
}

export interface CorrectingParts {
  readonly entries: Entries
  readonly shown: readonly GridColumn[]
  readonly columns: readonly EntryColumn[]
  readonly way: Way
  readonly selection: Selection | null
  readonly rows: number
  select(cell: Cell): void
  /** Why a cell cannot be corrected. */
  say(text: string): void
  focus(): void
}

const steps = {
  down: [1, 0],
  up: [-1, 0],
  left: [0, -1],
  right: [0, 1],
  next: [0, 1],
  back: [0, -1],
} as const satisfies Partial<Record<Leave, readonly [number, number]>>

const whyNot = (entry: Entry, column: GridColumn, way: Way): string => {
  if (entry.state === 'resolved') return 'This row is resolved: the last run no longer brought it.'
  if (way === null) return entry.why ?? 'Rows of this quarantine cannot go in again.'
  if (entry.place) return 'This line does not split into cells: correct it as text, beside the rows.'
  return `${column.name} is made behind the node that let the row aside, and cannot be corrected here.`
}

/** Corrections of cells by hand, of many at once, and by what is pasted. */
export const useCorrecting = (parts: CorrectingParts): Correcting => {
  const { entries, shown, columns, way, selection, rows, select, say, focus } = parts
  const [typing, setTyping] = useState<Typing | null>(null)

  const can = useCallback(
    (entry: Entry | undefined, column: GridColumn | undefined): boolean =>
      entry !== undefined && column?.kind === 'cell' && isEditable(entry, columns, column.cell, way),
    [columns, way],
  )

  const open = useCallback(
    ({ row, column }: Cell, typed: string | null) => {
      const entry = entries.row(row)
      const at = shown[column]
      if (at?.kind !== 'cell') return
      if (!entry) return say('This row is still being read.')
      if (!can(entry, at)) return say(whyNot(entry, at, way))
      const text = typed ?? cellView(entry, columns, at.cell).after ?? ''
      setTyping({ row, column, text, quick: typed !== null, problem: null })
    },
    [entries, shown, columns, way, can, say],
  )

  /** A refused correction is opened again where it was made, with what is wrong. */
  useEffect(
    () =>
      entries.subscribe(({ refused }, before) => {
        if (!refused?.edit || refused === before.refused) return
        const { entry, column, text } = refused.edit
        const position = shown.findIndex(each => each.kind === 'cell' && each.cell === column)
        const row = Array.from({ length: rows }, (_, index) => index).find(index => entries.row(index)?.id === entry.id)
        if (row === undefined || position < 0) return
        select({ row, column: position })
        setTyping({ row, column: position, text: text ?? '', quick: false, problem: refused.problem.message })
      }),
    [entries, shown, rows, select],
  )

  const editsAt = useCallback(
    async (
      top: number,
      bottom: number,
      cells: readonly number[],
      textOf: (row: number, cell: number) => string | null | undefined,
    ) => {
      const found = await entries.read(top, Math.min(bottom + 1, top + mostAtOnce))
      return found.flatMap((entry, index): readonly Edit[] =>
        cells.flatMap(position => {
          const column = shown[position]
          const text = textOf(index, position)
          if (text === undefined || !column || !can(entry, column)) return []
          const typed = text === null ? null : typedText(text, columns[column.cell], way)
          return cellView(entry, columns, column.cell).after === typed
            ? []
            : [{ entry, column: column.cell, text: typed }]
        }),
      )
    },
    [entries, shown, columns, way, can],
  )

  const send = useCallback(
    (edits: readonly Edit[], wanted: number) => {
      if (edits.length === 0) return
      const rowCount = new Set(edits.map(({ entry }) => entry.id)).size
      if (wanted > mostAtOnce)
        say(
          `The first ${countText(rowCount, 'row')} of ${countText(wanted, 'row')} were corrected: no more go at once.`,
        )
      else
        say(edits.length === 1 ? '' : `Corrected ${countText(edits.length, 'cell')} of ${countText(rowCount, 'row')}`)
      void entries.edit(edits, edits.length === 1 ? 'Correct a cell' : `Correct ${countText(edits.length, 'cell')}`)
    },
    [entries, say],
  )

  const keep = useCallback(
    (text: string, leave: Leave) => {
      if (!typing) return
      const { row, column } = typing
      setTyping(null)
      const range = selection && leave === 'all' ? rangeOf(selection) : null
      const [top, bottom] = range ? [range.top, range.bottom] : [row, row]
      void editsAt(top, bottom, [column], () => text).then(edits => send(edits, bottom - top + 1))
      if (leave === 'stay') return
      focus()
      if (leave === 'all') return
      const [down, right] = steps[leave]
      let to = column + right
      while ((leave === 'next' || leave === 'back') && shown[to] && shown[to]?.kind !== 'cell') to += right
      const next = { row: Math.min(Math.max(row + down, 0), rows - 1), column: shown[to] ? to : column }
      select(next)
    },
    [typing, selection, editsAt, send, focus, select, shown, rows],
  )

  const clear = useCallback(() => {
    if (!selection) return
    const { top, bottom, left, right } = rangeOf(selection)
    const cells = Array.from({ length: right - left + 1 }, (_, index) => left + index)
    const value = way === 'lines' ? '' : null
    void editsAt(top, bottom, cells, () => value).then(edits => send(edits, bottom - top + 1))
  }, [selection, editsAt, send, way])

  const paste = useCallback(
    (lines: readonly (readonly string[])[]) => {
      if (!selection || lines.length === 0) return
      const { top, bottom, left, right } = rangeOf(selection)
      const one = lines.length === 1 && lines[0]?.length === 1
      const width = one ? right - left + 1 : Math.max(...lines.map(line => line.length))
      const last = one ? bottom : Math.min(rows - 1, top + lines.length - 1)
      const cells = Array.from({ length: width }, (_, index) => left + index)
      const textOf = (row: number, position: number) => (one ? lines[0]?.[0] : lines[row]?.[position - left])
      void editsAt(top, last, cells, textOf).then(edits => {
        if (edits.length === 0) say('Nothing of it differs from what is there, or can be corrected.')
        send(edits, last - top + 1)
      })
    },
    [selection, rows, editsAt, send, say],
  )

  const cancel = useCallback(() => {
    setTyping(null)
    entries.forget()
    focus()
  }, [entries, focus])

  return { typing, open, keep, cancel, clear, paste }
}
