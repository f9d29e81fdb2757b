import { expect, test } from 'vitest'
import { createSession } from '#renderer/store/session.ts'

const keeping = () => {
  const kept = new Map<string, string>()
  return { get: (key: string) => kept.get(key) ?? null, set: (key: string, value: string) => void kept.set(key, value) }
}

test('failing rows of a rule are asked for in the Data tab, whatever was open', () => {
  const state = createSession(keeping()).getState
  state().setDock({ open: false, tab: 'sql' })
  const rule = { node: 'check', rule: 'email' }
  state().showFailingRows('later', 'out', rule)
  expect(state()).toMatchObject({
    shown: { node: 'later', port: 'out' },
    dock: { open: true, tab: 'data' },
    failing: { node: 'later', port: 'out', rule },
  })
  state().reset(false)
  expect(state().failing).toBeNull()
})

test('whether reasons are listed is kept between visits', () => {
  const keep = keeping()
  createSession(keep).getState().setReasonsOpen(true)
  expect(createSession(keep).getState().reasonsOpen).toBe(true)
})
