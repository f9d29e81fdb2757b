import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ParameterValue } from '#core/flow/types.ts'
import type { TextRange } from '#core/problem.ts'
import type { CallInput } from '#rpc/contract.ts'

export type Theme = 'system' | 'light' | 'dark' | 'hc'
export type DockTab = 'data' | 'profile' | 'quarantine' | 'problems' | 'sql' | 'runs'

/** What a column of shown rows is asked to hold, as a page's filter says it. */
export type Condition = NonNullable<NonNullable<CallInput<'page'>['filter']>['columns']>[number]

/** The port whose rows the dock shows; port null is the kind's first. */
export interface Shown {
  readonly node: string
  readonly port: string | null
}

/** A setting that a problem points at, for the inspector to scroll to and focus. */
export interface Focus {
  readonly node: string
  readonly setting: string | null
  /** What of its text is to be selected; null: nothing in particular. */
  readonly range: TextRange | null
  /** Grows with each request, so that asking twice is two requests. */
  readonly count: number
}

/** A rule by the node that flagged, and the way its flags came, where only one is meant. */
export interface RuleName {
  readonly node: string
  readonly rule: string
  readonly via?: string[]
}

export interface SessionState {
  /** Selected node ids. */
  readonly selection: readonly string[]
  /** Selected edges, as `edgeKey` names them. */
  readonly edges: readonly string[]
  /** Selected notes and groups, as the canvas names them: `note:id`, `group:id`. */
  readonly items: readonly string[]
  readonly shown: Shown | null
  /** The current column of the rows that are shown. */
  readonly column: string | null
  readonly focus: Focus | null
  /** The rule whose failing rows the Data tab is asked for; it takes the wish and clears it. */
  readonly failing: (Shown & { readonly rule: RuleName }) | null
  /** The rows that the Data tab is asked for by what their columns hold; it takes the wish and clears it. */
  readonly matching: (Shown & { readonly conditions: readonly Condition[] }) | null
  /** Whether the first lines of a source's file stand in the place of its rows. */
  readonly linesShown: boolean
  /** Whether the reasons of the current row stand beside the rows. */
  readonly reasonsOpen: boolean
  readonly theme: Theme
  readonly dock: { readonly open: boolean; readonly tab: DockTab }
  readonly paletteOpen: boolean
  /** This session's values of the flow's parameters; those not here have their defaults. */
  readonly params: Readonly<Record<string, ParameterValue>>
  /** Whether the start page is in front of the canvas. */
  readonly atStart: boolean
  select(selection: Partial<Pick<SessionState, 'selection' | 'edges' | 'items'>>): void
  show(node: string, port?: string | null): void
  /** Opens the Data tab at a port, with the rows alone that break a rule: the port's own rule, or one from further up. */
  showFailingRows(node: string, port: string | null, rule: RuleName): void
  /** Opens the Data tab at a port, with the rows alone whose columns hold what is asked. */
  showMatchingRows(node: string, port: string | null, conditions: readonly Condition[]): void
  setReasonsOpen(open: boolean): void
  setLinesShown(shown: boolean): void
  setColumn(column: string | null): void
  reveal(node: string, setting?: string | null, range?: TextRange | null): void
  setTheme(theme: Theme): void
  setDock(dock: Partial<SessionState['dock']>): void
  togglePalette(): void
  setParam(name: string, value: ParameterValue | undefined): void
  /** Forgets what belongs to one document. */
  reset(atStart: boolean): void
}

export type SessionStore = StoreApi<SessionState>

/** What a session keeps between visits; a browser's localStorage fits. */
export interface Keep {
  get(key: string): string | null
  set(key: string, value: string): void
}

const none = { selection: [], edges: [], items: [] } as const

export const createSession = (keep: Keep): SessionStore => {
  let reveals = 0
  return createStore<SessionState>()((set, get) => ({
    ...none,
    shown: null,
    column: null,
    focus: null,
    failing: null,
    matching: null,
    linesShown: false,
    reasonsOpen: keep.get('reasons') === 'open',
    theme: (keep.get('theme') as Theme | null) ?? 'system',
    dock: { open: keep.get('dock') !== 'closed', tab: 'data' },
    paletteOpen: keep.get('palette') !== 'closed',
    params: {},
    atStart: true,
    select: selection => {
      const next = { ...none, ...selection }
      const only = next.selection.length === 1 ? next.selection[0] : undefined
      const { shown, focus } = get()
      set({
        ...next,
        ...(focus && focus.node !== only ? { focus: null } : {}),
        ...(only && shown?.node !== only ? { shown: { node: only, port: null } } : {}),
      })
    },
    show: (node, port = null) => {
      keep.set('dock', 'open')
      set(state => ({
        shown: { node, port },
        dock: {
          ...state.dock,
          open: true,
          tab: state.dock.tab === 'problems' || state.dock.tab === 'runs' ? 'data' : state.dock.tab,
        },
      }))
    },
    showFailingRows: (node, port, rule) => {
      get().show(node, port)
      get().setDock({ tab: 'data', open: true })
      set({ failing: { node, port, rule }, linesShown: false })
    },
    showMatchingRows: (node, port, conditions) => {
      get().show(node, port)
      get().setDock({ tab: 'data', open: true })
      set({ matching: { node, port, conditions }, linesShown: false })
    },
    setReasonsOpen: open => {
      keep.set('reasons', open ? 'open' : 'closed')
      set({ reasonsOpen: open })
    },
    setLinesShown: linesShown => {
      if (linesShown) get().setDock({ tab: 'data', open: true })
      set({ linesShown })
    },
    setColumn: column => set({ column }),
    reveal: (node, setting = null, range = null) => {
      get().select({ selection: [node] })
      reveals++
      set({ focus: { node, setting, range, count: reveals } })
    },
    setTheme: theme => {
      keep.set('theme', theme)
      set({ theme })
    },
    setDock: dock => {
      if (dock.open !== undefined) keep.set('dock', dock.open ? 'open' : 'closed')
      set(state => ({ dock: { ...state.dock, ...dock } }))
    },
    togglePalette: () => {
      keep.set('palette', get().paletteOpen ? 'closed' : 'open')
      set(state => ({ paletteOpen: !state.paletteOpen }))
    },
    setParam: (name, value) =>
      set(state => {
        const { [name]: _, ...others } = state.params
        return { params: value === undefined ? others : { ...others, [name]: value } }
      }),
    reset: atStart =>
      set({ ...none, shown: null, column: null, focus: null, failing: null, matching: null, params: {}, atStart }),
  }))
}
