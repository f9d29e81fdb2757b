import { createStore, type StoreApi } from 'zustand/vanilla'
import { parseFlow } from '#core/flow/parse.ts'
import { saveFlow } from '#core/flow/save.ts'
import type { Flow } from '#core/flow/types.ts'
import type { Faces } from '#core/node/kind.ts'
import type { Problem } from '#core/problem.ts'
import type { CallOutput, Client } from '#rpc/contract.ts'
import { type DocumentStore, emptyFlow } from './document.ts'
import { problemOf } from './problem-of.ts'
import type { RunStore } from './run.ts'
import type { SessionStore } from './session.ts'

export type RecentFlow = CallOutput<'recent'>[number]
export type PickKind = 'openFlow' | 'saveFlow' | 'openData' | 'saveData'
export type PickFile = (kind: PickKind, current?: string | null) => Promise<string | null>
export type Leave = 'save' | 'discard' | 'cancel'

/** A flow around the open one, as it was left: the node that stands for the open one, and what was in view. */
export interface Visit {
  readonly path: string
  readonly name: string
  readonly node: string
  readonly view: { readonly x: number; readonly y: number; readonly zoom: number } | null
}

/** A word to the person in the status bar, with at most one thing to do. */
export interface Notice {
  readonly text: string
  readonly problem?: Problem
  readonly action?: { readonly label: string; readonly run: () => void }
}

export interface FilesState {
  readonly recent: readonly RecentFlow[]
  readonly notice: Notice | null
  /** The file on disk is no longer the one that was read. */
  readonly conflict: 'changed' | 'gone' | null
  /** Asked before unsaved changes are left behind. */
  readonly leaving: ((answer: Leave) => void) | null
  /** The flows around the open one, the outermost first. */
  readonly trail: readonly Visit[]
  open(path: string, trail?: readonly Visit[]): Promise<boolean>
  create(): Promise<boolean>
  save(): Promise<boolean>
  saveAs(): Promise<boolean>
  /** Writes over what is on disk now. */
  overwrite(): Promise<boolean>
  reload(): Promise<boolean>
  refreshRecent(): Promise<void>
  notify(notice: Notice | null): void
  /** Puts back what the crash journal kept. */
  restore(entry: {
    readonly flow: Flow
    readonly saved: Flow | null
    readonly path: string | null
    readonly stamp: string | null
  }): void
}

export type FilesStore = StoreApi<FilesState>

interface Parts {
  readonly client: Client
  readonly catalogue: Faces
  readonly document: DocumentStore
  readonly session: SessionStore
  readonly run: RunStore
  readonly pick: PickFile
  /** Gives a place to nodes that a flow written by hand left without one. */
  readonly place: (flow: Flow) => Flow
}

const nameOf = (path: string) => (path.split(/[\\/]/).at(-1) ?? path).replace(/\.flow\.json$|\.json$/, '')

export const createFiles = ({ client, catalogue, document, session, run, pick, place }: Parts): FilesStore => {
  let watching: AbortController | null = null
  /** Which flow is open: an answer may come when another one is. */
  let visit = 0

  const store = createStore<FilesState>()((set, get) => {
    const fail = (error: unknown) => {
      const problem = problemOf(error)
      set({ notice: { text: problem.hint ? `${problem.message} ${problem.hint}` : problem.message, problem } })
      return false
    }
    const put = (next: Parameters<FilesState['restore']>[0], notice: Notice | null = null) => {
      visit++
      run.getState().reset()
      session.getState().reset(false)
      document.getState().load(next)
      set({ conflict: null, notice, trail: [] })
      void watch(next.path, next.stamp)
    }
    const watch = async (path: string | null, known: string | null) => {
      watching?.abort()
      if (path === null) return
      const own = new AbortController()
      watching = own
      try {
        for await (const { stamp } of client.feed('watch', { path, stamp: known }, { signal: own.signal })) {
          if (own.signal.aborted) return
          if (stamp !== document.getState().stamp) set({ conflict: stamp === null ? 'gone' : 'changed' })
        }
      } catch (error) {
        if (!own.signal.aborted) fail(error)
      }
    }
    const leave = async (): Promise<boolean> => {
      if (!document.getState().dirty || session.getState().atStart) return true
      const answer = await new Promise<Leave>(resolve => set({ leaving: resolve }))
      set({ leaving: null })
      return answer === 'discard' || (answer === 'save' && (await get().save()))
    }
    const read = (text: string, path: string | null, stamp: string | null): boolean => {
      const { flow, problems } = parseFlow(text)
      if (!flow) return fail({ problem: problems[0] })
      const shown = place(flow)
      put({ flow: shown, path, stamp, saved: path === null ? null : shown })
      return true
    }
    /** What quarantines kept of a flow while it had no file; the flow as it was then, since its name was its key. */
    const carry = async (unsaved: Flow | null, path: string): Promise<Notice | null> => {
      if (!Object.values(unsaved?.nodes ?? {}).some(({ kind }) => kind === 'sink.quarantine')) return null
      try {
        await client.call('quarantineCarry', { document: { text: saveFlow(unsaved!, catalogue), path: null }, path })
        return null
      } catch (error) {
        const problem = problemOf(error)
        return { text: `The rows that were kept stay behind. ${problem.message}`, problem }
      }
    }
    const write = async (path: string, stamp: string | null, unsaved: Flow | null = null): Promise<boolean> => {
      const flow = document.getState().base
      const own = visit
      try {
        const saved = await client.call('save', { path, text: saveFlow(flow, catalogue), stamp })
        const notice = await carry(unsaved, saved.path)
        if (own === visit) {
          document.getState().markSaved(flow, saved.path, saved.stamp)
          set({ conflict: null, notice })
          void watch(saved.path, saved.stamp)
        }
        void get().refreshRecent()
        return true
      } catch (error) {
        if (own !== visit || problemOf(error).code !== 'E-FILE-CHANGED') return fail(error)
        set({ conflict: 'changed' })
        return false
      }
    }

    return {
      recent: [],
      notice: null,
      conflict: null,
      leaving: null,
      trail: [],
      open: async (path, trail = []) => {
        if (!(await leave())) return false
        try {
          const opened = await client.call('open', { path })
          const done = read(opened.text, opened.path, opened.stamp)
          if (done) set({ trail })
          void get().refreshRecent()
          return done
        } catch (error) {
          return fail(error)
        }
      },
      create: async () => {
        if (!(await leave())) return false
        const flow = emptyFlow()
        put({ flow, path: null, stamp: null, saved: flow })
        return true
      },
      save: async () => {
        const { path, stamp } = document.getState()
        return path === null ? get().saveAs() : write(path, stamp)
      },
      saveAs: async () => {
        const { path, flow, base } = document.getState()
        const target = await pick('saveFlow', path ?? `${flow.name.trim() || 'untitled'}.flow.json`)
        if (target === null) return false
        if (path === null && flow.name === 'Untitled')
          document.getState().edit('Name the flow', old => ({ ...old, name: nameOf(target) }), { undo: 'undoable' })
        return write(target, null, path === null ? base : null)
      },
      overwrite: async () => {
        const { path } = document.getState()
        return path === null ? get().saveAs() : write(path, null)
      },
      reload: async () => {
        const { path, base } = document.getState()
        if (path === null) return false
        const own = visit
        try {
          const opened = await client.call('open', { path })
          if (own !== visit) return false
          const { flow, problems } = parseFlow(opened.text)
          if (!flow) return fail({ problem: problems[0] })
          document.getState().edit('Reload from disk', () => flow, { undo: 'undoable' })
          document.getState().markSaved(flow, opened.path, opened.stamp)
          set({
            conflict: null,
            notice:
              base === document.getState().base
                ? null
                : { text: 'Reloaded from disk. Undo brings back what was here.' },
          })
          return true
        } catch (error) {
          return fail(error)
        }
      },
      refreshRecent: async () => {
        try {
          set({ recent: await client.call('recent', {}) })
        } catch (error) {
          fail(error)
        }
      },
      notify: notice => set({ notice }),
      restore: entry => put(entry),
    }
  })
  return store
}
