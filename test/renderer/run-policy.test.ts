import { describe, expect, it } from 'vitest'
import type { FlowNode } from '#core/flow/types.ts'
import { withRunKey } from '#renderer/store/run-policy.ts'

const node: FlowNode = { kind: 'source.csv', version: 1, title: 'Orders', settings: { path: 'a.csv' } }

describe('what a node does when it fails', () => {
  it('is kept before its settings, without defaults, and goes when all are', () => {
    const retried = withRunKey(node, 'retries', 3)
    expect(Object.keys(retried)).toEqual(['kind', 'version', 'title', 'run', 'settings'])
    const skipped = withRunKey(retried, 'onFailure', 'skip')
    expect(skipped.run).toEqual({ retries: 3, onFailure: 'skip' })
    expect(withRunKey(skipped, 'retries', undefined).run).toEqual({ onFailure: 'skip' })
    expect(withRunKey(withRunKey(skipped, 'retries', 0), 'onFailure', 'fail')).toEqual(node)
  })

  it.each([
    ['retries', -1],
    ['retries', 'many'],
    ['timeoutSeconds', 0],
    ['onFailure', 'hide'],
    ['other', 1],
  ])('does not take %s %s', (key, value) => {
    expect(withRunKey(node, key, value)).toBe(node)
  })
})
