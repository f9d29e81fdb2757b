import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { FlagFilters } from '#renderer/dock/FlagFilters.tsx'
import { createPages, type GridState } from '#renderer/grid/page-store.ts'
import type { GridFilter } from '#renderer/grid/types.ts'

const never = () => new Promise<never>(() => undefined)
const empty = createPages({
  place: '',
  page: never,
  cell: never,
  counts: never,
  lane: never,
  nextFlagged: never,
}).getState()

const shown = (state: Partial<GridState>, filter: GridFilter = {}) =>
  renderToStaticMarkup(
    createElement(FlagFilters, {
      state: { ...empty, ...state },
      filter,
      onFilter: () => undefined,
      titleOf: (id: string) => id,
      rulesBefore: [],
    }),
  )
const chips = (html: string) =>
  [...html.matchAll(/<button([^>]*)>(.*?)<\/button>/g)].map(([, about = '', inside = '']) => ({
    text: inside.replace(/<[^>]+>/g, '').trim(),
    off: /\bdisabled\b/.test(about),
    pressed: about.includes('aria-pressed="true"'),
  }))

const counts = {
  flagged: 1234,
  severities: { info: 0, warning: 7, error: 1200, critical: 0 },
  rules: [],
  columns: [],
  evaluations: [],
}

test('each severity says how many rows it would show, and one without rows is off unless it is chosen', () => {
  const found = chips(shown({ flaggedCount: 1234, counts }, { severity: 'critical' }))
  expect(found.slice(0, 5)).toEqual([
    { text: 'Flagged 1,234', off: false, pressed: false },
    { text: 'Critical 0', off: false, pressed: true },
    { text: 'Error 1,200', off: false, pressed: false },
    { text: 'Warning 7', off: false, pressed: false },
    { text: 'Info 0', off: true, pressed: false },
  ])
})

test('before anything is counted, nothing is off and no number is made up', () => {
  const found = chips(shown({}))
  expect(found.some(chip => chip.off || /\d/.test(chip.text))).toBe(false)
})

test('rows without any flag have no filters by flags, but those that are on stay', () => {
  expect(shown({ flaggedCount: 0 })).toContain('no flags')
  expect(chips(shown({ flaggedCount: 0 }, { column: 'a' })).map(chip => chip.text)).toContain('Flag at a')
})
