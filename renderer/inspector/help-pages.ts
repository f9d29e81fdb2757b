const pages = import.meta.glob<string>('../../nodes/**/help.md', { query: '?raw', import: 'default' })

const folders = { source: 'sources', transform: 'transforms', validate: 'validators', sink: 'sinks' } as const

/** Reads a kind's own page of help; none for a kind that this version does not know. */
export const helpLoader = (kind: string): (() => Promise<string>) | undefined => {
  const [group = '', name = ''] = kind.split('.')
  return pages[`../../nodes/${folders[group as keyof typeof folders]}/${name}/help.md`]
}
