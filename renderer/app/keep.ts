import type { Keep } from '../store/session.ts'

const prefix = 'weir.'

/** What a session keeps between visits; a browser that keeps nothing forgets it, and nothing else. */
export const keep: Keep = {
  get: key => {
    try {
      return localStorage.getItem(prefix + key)
    } catch {
      return null
    }
  },
  set: (key, value) => {
    try {
      localStorage.setItem(prefix + key, value)
    } catch {
      return
    }
  },
}
