import { createStore } from 'zustand/vanilla'

const key = 'recent-kinds'
const most = 6

/** Kinds added last, newest first; kept between visits. */
export const recentKinds = createStore<{ readonly kinds: readonly string[] }>()(() => ({ kinds: read() }))

function read(): readonly string[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(value) ? value.filter((kind): kind is string => typeof kind === 'string').slice(0, most) : []
  } catch {
    return []
  }
}

export const remember = (kind: string) => {
  const kinds = [kind, ...recentKinds.getState().kinds.filter(other => other !== kind)].slice(0, most)
  recentKinds.setState({ kinds })
  try {
    localStorage.setItem(key, JSON.stringify(kinds))
  } catch {
    // they are kept until the window is closed
  }
}
