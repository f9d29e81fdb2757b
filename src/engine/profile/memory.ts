import type { Tables } from '../preview/tables.ts'

const kept = 20

/** What was found out of a set of tables, by the key of what it is of; the oldest is forgotten first. */
export const createMemory = <T>() => {
  const all = new WeakMap<Tables, Map<string, T>>()
  const of = (tables: Tables): Map<string, T> => {
    const before = all.get(tables)
    if (before) return before
    const none = new Map<string, T>()
    all.set(tables, none)
    return none
  }
  return {
    get: (tables: Tables, key: string): T | undefined => of(tables).get(key),
    has: (tables: Tables, key: string): boolean => of(tables).has(key),
    keep: (tables: Tables, key: string, found: T): T => {
      const known = of(tables).set(key, found)
      for (const oldest of known.keys()) {
        if (known.size <= kept) break
        known.delete(oldest)
      }
      return found
    },
  }
}
