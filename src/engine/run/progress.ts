import type { NodeProgress, RunListener } from '../types.ts'

/** At most this often a listener is told. */
const everyMs = 100

/** Collects the states of nodes, and tells a listener of what changed, a few times a second. */
export interface Progress {
  set(node: string, change: Partial<NodeProgress>): void
  state(node: string): NodeProgress
  /** The node is as if it had not been begun. */
  reset(node: string): void
  /** Tells at once what is not told yet. */
  flush(): void
}

const waiting: NodeProgress = { status: 'waiting' }

export const createProgress = (listener: RunListener | undefined): Progress => {
  const states = new Map<string, NodeProgress>()
  const changed = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    if (changed.size === 0) return
    const told = Object.fromEntries([...changed].map(node => [node, states.get(node)!]))
    changed.clear()
    listener?.(told)
  }
  const put = (node: string, state: NodeProgress) => {
    states.set(node, state)
    changed.add(node)
    if (listener) timer ??= setTimeout(flush, everyMs)
  }
  return {
    set: (node, change) => {
      const { progress: _progress, doing: _doing, ...before } = states.get(node) ?? waiting
      put(node, { ...before, ...change })
    },
    state: node => states.get(node) ?? waiting,
    reset: node => put(node, waiting),
    flush,
  }
}
