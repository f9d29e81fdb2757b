const parts = /\\Q[\s\S]*?(?:\\E|$)|\\[\s\S]|\[\^?\]?(?:\[:\^?\w+:\]|\\[\s\S]|[^\]])*\]|\((?:\?P<(\w+)>|(\?))?/g

/** The groups of a pattern that keep what they match, by name; null: without one. */
export const groupsOf = (pattern: string): readonly (string | null)[] =>
  [...pattern.matchAll(parts)].flatMap(([text, name, other]) =>
    text.startsWith('(') && other === undefined ? [name ?? null] : [],
  )
