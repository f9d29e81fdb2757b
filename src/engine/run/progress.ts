import type { NodeProgress, RunListener } from '../types.ts'

/** At most this often a listener is told. */
const everyMs = 100

/** Collects the states of nodes, and tells a listener of what changed, a few times a second. */
export interface Progress {
  set(node: string, change: Partial<NodeProgress>): void
  state(node: string): NodeProgress
  /** Tells at once what is not told yet. */
  flush(): void
}

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
  return {
    set: (node, change) => {
      const { progress: _progress, doing: _doing, ...before } = states.get(node) ?? { status: 'waiting' as const }
      states.set(node, { ...before, ...change })
      changed.add(node)
      if (listener) timer ??= setTimeout(flush, everyMs)
    },
    state: node => states.get(node) ?? { status: 'waiting' },
    flush,
  }
}
