/** Tags and their attributes' names, in order, without what stands between them: what no text may change. */
export const skeletonOf = (markup: string): readonly string[] =>
  [...markup.matchAll(/<([/!?]?[\w-]*)((?:\s+[\w:-]+="[^"]*")*|[^>]*)\s*\/?>/g)].map(([, name, attributes]) =>
    [name, ...[...(attributes ?? '').matchAll(/([\w:-]+)="[^"]*"/g)].map(([, key]) => key)].join(' '),
  )

/** What is not markup: all text, with its entities. */
export const textsOf = (markup: string): string => markup.replace(/<style>[\s\S]*?<\/style>|<[^>]*>/g, '')

/** Says where tags do not match; empty where they do. Elements without an end are HTML's own, or closed at once. */
export const unbalanced = (markup: string): readonly string[] => {
  const open: string[] = []
  const wrong: string[] = []
  const without = new Set(['meta', 'col', 'br', 'input'])
  for (const [tag, end, name] of markup
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .matchAll(/<(\/?)([a-zA-Z][\w-]*)[^>]*>/g)) {
    if (end) {
      if (open.pop() !== name) wrong.push(tag)
    } else if (!tag.endsWith('/>') && !without.has(name!)) open.push(name!)
  }
  return [...wrong, ...open]
}
