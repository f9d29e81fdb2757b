import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  backOf,
  cellView,
  changeOf,
  type Entry,
  type EntryColumn,
  isEditable,
  movedCells,
  typedText,
  withCell,
} from '#renderer/quarantine/entry.ts'

const columns: readonly EntryColumn[] = [
  { name: 'id', type: 'BIGINT', editable: true, key: true },
  { name: 'Mail', type: 'VARCHAR', editable: true, key: false },
  { name: 'rank', type: 'BIGINT', editable: false, key: false },
]

const entry = (part: Partial<Entry> = {}): Entry => ({
  id: 'e',
  state: 'open',
  cells: ['1', 'nobody', null],
  flags: [],
  place: null,
  firstSeen: '',
  lastSeen: '',
  run: '',
  asOf: '',
  patch: null,
  why: null,
  ...part,
})

const patch = { was: {}, set: {}, line: null, cells: null, note: null, at: null }
const place = { file: 'a.csv', line: 2, raw: '1,a,b,c' }

describe('a cell of a kept row', () => {
  it('stands before and after its correction, whatever the case of the column', () => {
    const corrected = entry({ state: 'corrected', patch: { ...patch, set: { mail: 'a@b.org' } } })
    expect(cellView(corrected, columns, 1)).toEqual({ before: 'nobody', after: 'a@b.org', changed: true })
    expect(cellView(corrected, columns, 0).changed).toBe(false)
  })

  it('is not changed by a correction that no longer fits', () => {
    const stale = entry({ state: 'stale', patch: { ...patch, set: { Mail: 'a@b.org' } } })
    expect(cellView(stale, columns, 1)).toEqual({ before: 'nobody', after: 'nobody', changed: false })
  })

  it('can be corrected where it enters again, but not once the row is resolved', () => {
    expect(isEditable(entry(), columns, 1, 'rows')).toBe(true)
    expect(isEditable(entry(), columns, 2, 'rows')).toBe(false)
    expect(isEditable(entry({ state: 'resolved' }), columns, 1, 'rows')).toBe(false)
    expect(isEditable(entry(), columns, 1, null)).toBe(false)
    expect(isEditable(entry({ place, cells: [] }), columns, 0, 'lines')).toBe(false)
  })

  it('is null when emptied, but for text and for lines', () => {
    expect(typedText('', columns[0], 'rows')).toBeNull()
    expect(typedText('', columns[1], 'rows')).toBe('')
    expect(typedText('', columns[0], 'lines')).toBe('')
  })
})

describe('a correction', () => {
  it('of several cells of a row is one change, and one of a line has all its cells', () => {
    const row = entry()
    const edits = [
      { entry: row, column: 0, text: '2' },
      { entry: row, column: 1, text: null },
    ]
    expect(changeOf(row, edits, columns)).toEqual({ entry: 'e', set: { id: '2', Mail: null } })
    const line = entry({ place, cells: ['1'] })
    expect(changeOf(line, [{ entry: line, column: 2, text: 'x' }], columns)).toEqual({
      entry: 'e',
      cells: ['1', '', 'x'],
    })
  })

  it('takes the last cell too many away when it is emptied', () => {
    expect(withCell(['1', 'a', 'b', 'c'], 3, '', 3)).toEqual(['1', 'a', 'b'])
    expect(withCell(['1', 'a', 'b'], 2, '', 3)).toEqual(['1', 'a', ''])
  })

  it('of a line that leaves a cell out is undone by one that puts an empty one in, but for its text', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 6 }), fc.nat(5), (cells, pick) => {
        const at = pick % cells.length
        const left = movedCells(entry({ place, cells }), at, 'remove')
        if (!('cells' in left)) throw new Error('no cells')
        const again = movedCells(entry({ place, cells: left.cells }), at, 'insert')
        expect(again).toEqual({ entry: 'e', cells: cells.with(at, '') })
      }),
    )
  })

  it('is taken back to what stood before it: none, an older one, or a line', () => {
    const change = { entry: 'e', set: { Mail: 'x' } }
    expect(backOf(entry(), change, columns)).toEqual({ entry: 'e', remove: true })
    const older = entry({ state: 'corrected', patch: { ...patch, set: { id: '5' }, note: 'why' } })
    expect(backOf(older, change, columns)).toEqual({ entry: 'e', set: { id: '5', Mail: 'nobody' }, note: 'why' })
    const line = entry({ place, patch: { ...patch, line: '1,a,b', cells: ['1', 'a', 'b'] } })
    expect(backOf(line, { entry: 'e', remove: true }, columns)).toEqual({ entry: 'e', line: '1,a,b' })
  })

  it('that no longer fitted cannot be put back', () => {
    const stale = entry({ state: 'stale', patch: { ...patch, set: { Mail: 'x' } } })
    expect(backOf(stale, { entry: 'e', remove: true }, columns)).toBeNull()
  })
})
