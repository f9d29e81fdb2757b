import { expect, test } from 'vitest'
import { createSession } from '#renderer/store/session.ts'

const open = () => createSession({ get: () => null, set: () => undefined })

test('A setting that was asked for is forgotten with its node, and asked anew each time', () => {
  const session = open()
  session.getState().reveal('a', 'rules.1')
  session.getState().select({ selection: ['a'] })
  expect(session.getState().focus).toEqual({ node: 'a', setting: 'rules.1', range: null, count: 1 })
  session.getState().select({ selection: ['b'] })
  expect(session.getState().focus).toBeNull()
  session.getState().select({ selection: ['a'] })
  expect(session.getState().focus).toBeNull()
  session.getState().reveal('a', 'rules.1')
  expect(session.getState().focus?.count).toBe(2)
})
