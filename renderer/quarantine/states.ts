import type { EntryState } from './entry.ts'

export const entryStates = [
  'open',
  'corrected',
  'stale',
  'resolved',
  'ignored',
] as const satisfies readonly EntryState[]

export const unresolved: readonly EntryState[] = ['open', 'corrected', 'stale', 'ignored']

export const stateWords = {
  open: { title: 'Open', about: 'Rejected, and not corrected yet' },
  corrected: { title: 'Corrected', about: 'The next run replays the correction' },
  stale: { title: 'Stale', about: 'The row has changed since it was corrected: the correction no longer fits' },
  resolved: { title: 'Resolved', about: 'The last run no longer brought it' },
  ignored: { title: 'Ignored', about: 'Left out of what is open' },
} satisfies Record<EntryState, { title: string; about: string }>
