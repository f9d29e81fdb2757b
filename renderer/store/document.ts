import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Flow } from '#core/flow/types.ts'
import { apply, diff, type Patch, revert, same } from './patch.ts'

/** One step of the history: what a person did, and how to take it back. */
export interface HistoryEntry {
  readonly id: number
  readonly label: string
  readonly patches: readonly Patch[]
  readonly at: number
  readonly gesture: string | null
}

export interface EditOptions {
  /** `ephemeral` shows a change at once (a drag under way) and leaves it to the next undoable edit, or to `cancel`. */
  readonly undo: 'undoable' | 'ephemeral'
  /** Edits of one gesture (typing in one field) are one step. */
  readonly gesture?: string
}

export interface DocumentState {
  readonly flow: Flow
  /** Where the flow is saved; null for one that never was. */
  readonly path: string | null
  /** What the file on disk was when it was read or written last. */
  readonly stamp: string | null
  readonly saved: Flow | null
  readonly dirty: boolean
  readonly entries: readonly HistoryEntry[]
  /** How many entries are done; those behind it can be redone. */
  readonly position: number
  /** Grows with each document that is put in. */
  readonly loads: number
  /** The flow without ephemeral changes. */
  readonly base: Flow
  edit(label: string, change: (flow: Flow) => Flow, options: EditOptions): void
  cancel(): void
  /** Ends a gesture, so that the next edit is a step of its own. */
  mark(): void
  undo(): void
  redo(): void
  goTo(position: number): void
  /** Puts another document in, with an empty history. `saved` null: it differs from any file. */
  load(document: {
    readonly flow: Flow
    readonly path: string | null
    readonly stamp: string | null
    readonly saved: Flow | null
  }): void
  markSaved(flow: Flow, path: string, stamp: string): void
}

export type DocumentStore = StoreApi<DocumentState>

/** Edits of one gesture that lie further apart than this are two steps. */
const gesturePause = 2000

const differs = (flow: Flow, saved: Flow | null) => saved === null || !same(flow, saved)

export const emptyFlow = (name = 'Untitled'): Flow => ({
  weir: 1,
  name,
  params: {},
  nodes: {},
  edges: [],
  tests: [],
  layout: { nodes: {}, groups: [], notes: [] },
})

const appended = (
  state: DocumentState,
  next: Flow,
  label: string,
  gesture: string | null,
  at: number,
): readonly HistoryEntry[] => {
  const done = state.entries.slice(0, state.position)
  const last = done.at(-1)
  const joins =
    gesture !== null &&
    last?.gesture === gesture &&
    at - last.at < gesturePause &&
    state.position === state.entries.length
  if (!joins) return [...done, { id: (done.at(-1)?.id ?? 0) + 1, label, patches: diff(state.base, next), at, gesture }]
  const patches = diff(revert(state.base, last.patches), next)
  return patches.length === 0 ? done.slice(0, -1) : [...done.slice(0, -1), { id: last.id, label, patches, at, gesture }]
}

export const createDocument = (now: () => number = Date.now): DocumentStore =>
  createStore<DocumentState>()((set, get) => {
    const place = (flow: Flow, position: number) =>
      set(state => ({ flow, base: flow, position, dirty: differs(flow, state.saved) }))
    const first = emptyFlow()
    return {
      flow: first,
      base: first,
      path: null,
      stamp: null,
      saved: first,
      dirty: false,
      entries: [],
      position: 0,
      loads: 0,
      edit: (label, change, { undo, gesture }) => {
        const state = get()
        const flow = change(state.flow)
        if (undo === 'ephemeral') return set({ flow })
        if (same(state.base, flow)) return set({ flow: state.base })
        const entries = appended(state, flow, label, gesture ?? null, now())
        set({ flow, base: flow, entries, position: entries.length, dirty: differs(flow, state.saved) })
      },
      cancel: () => set(state => (state.flow === state.base ? state : { flow: state.base })),
      mark: () =>
        set(state => {
          const last = state.entries[state.position - 1]
          if (!last?.gesture) return state
          return { entries: state.entries.with(state.position - 1, { ...last, gesture: null }) }
        }),
      undo: () => {
        const { base, entries, position } = get()
        const entry = entries[position - 1]
        if (entry) place(revert(base, entry.patches), position - 1)
        else get().cancel()
      },
      redo: () => {
        const { base, entries, position } = get()
        const entry = entries[position]
        if (entry) place(apply(base, entry.patches), position + 1)
      },
      goTo: target => {
        while (get().position > Math.max(0, target)) get().undo()
        while (get().position < Math.min(target, get().entries.length)) get().redo()
      },
      load: ({ flow, path, stamp, saved }) =>
        set(state => ({
          flow,
          base: flow,
          path,
          stamp,
          saved,
          dirty: differs(flow, saved),
          entries: [],
          position: 0,
          loads: state.loads + 1,
        })),
      markSaved: (flow, path, stamp) => set(state => ({ saved: flow, path, stamp, dirty: differs(state.base, flow) })),
    }
  })
