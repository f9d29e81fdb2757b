import type { Service } from '#rpc/contract.ts'

const absent = (): never => {
  throw new Error('this test does not ask for it')
}

/** A service of which a test gives the methods it asks for; all others fail. */
export const partialService = (
  methods: Partial<Omit<Service, 'feeds'>>,
  feeds: Partial<Service['feeds']> = {},
): Service => {
  const names = [
    'hello',
    'check',
    'page',
    'cell',
    'nextFlagged',
    'flagCounts',
    'flagLane',
    'profile',
    'describe',
    'sql',
    'open',
    'save',
    'recent',
    'list',
    'dialog',
    'relative',
    'addFile',
    'dirty',
    'journal',
  ] as const
  const all = Object.fromEntries(names.map(name => [name, absent])) as unknown as Omit<Service, 'feeds'>
  return { ...all, ...methods, feeds: { run: absent, watch: absent, status: absent, menu: absent, ...feeds } }
}
