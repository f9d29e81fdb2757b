import { createStore } from 'zustand/vanilla'
import type { Listed } from './entry.ts'

/** What the flow's quarantines hold, as whoever asked last was told. */
export const keptCounts = createStore<{ readonly sinks: Listed['sinks'] }>()(() => ({ sinks: [] }))
