import { createStore } from 'zustand/vanilla'
import type { Problem } from '#core/problem.ts'
import type { Client } from '#rpc/contract.ts'
import { problemOf } from '../store/problem-of.ts'
import { type Entries, type EntriesState, fresh, type Look, mostAtOnce, pageSize, pendingKey } from './entries-state.ts'
import { backOf, type Change, changeOf, type Edit, type Entry, type Listed } from './entry.ts'

type Act =
  | { readonly kind: 'correct'; readonly changes: readonly Change[] }
  | { readonly kind: 'ignore'; readonly entries: readonly string[]; readonly ignored: boolean }

interface Step {
  readonly name: string
  readonly node: string
  readonly back: Act
  readonly again: Act
}

const keptPages = 60
const atOnce = 2

const placeOf = ({ node, states, search, reason }: Look): string => JSON.stringify([node, states, search, reason])

const parted = <T>(all: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size))

export const createEntries = (client: Client): Entries => {
  const pages = new Map<number, readonly Entry[]>()
  const asked = new Set<number>()
  const store = createStore<EntriesState>()(() => fresh)
  const { getState } = store
  let looked: Look | null = null
  let wanted: readonly number[] = [0]
  let generation = 0
  let undo: readonly Step[] = []
  let redo: readonly Step[] = []
  let writing: Promise<unknown> = Promise.resolve()
  let writes = 0

  const put = (part: Partial<EntriesState>) => store.setState({ ...part, version: getState().version + 1 })
  const steps = (nextUndo: readonly Step[], nextRedo: readonly Step[]) => {
    undo = nextUndo
    redo = nextRedo
    put({ undoable: undo.at(-1)?.name ?? null, redoable: redo.at(-1)?.name ?? null })
  }

  const ask = async (offset: number, limit: number): Promise<Listed> => {
    if (!looked) throw new Error('nothing is looked at')
    return client.call('quarantine', { ...looked, offset, limit })
  }

  const take = (index: number, { entries, ...listed }: Listed) => {
    pages.delete(index)
    pages.set(index, entries)
    for (const old of pages.keys()) {
      if (pages.size <= keptPages) break
      if (!wanted.includes(old)) pages.delete(old)
    }
    put({ listed, failure: null, loading: false })
  }

  const fetch = async (index: number, own: number) => {
    asked.add(index)
    try {
      const found = await ask(index * pageSize, pageSize)
      if (own === generation) take(index, found)
    } catch (error) {
      if (own === generation) put({ failure: problemOf(error), loading: false })
    }
    if (own !== generation) return
    asked.delete(index)
    if (!getState().failure) more()
  }

  /** Old rows stand until the first new ones are there. */
  const refresh = async () => {
    generation += 1
    const own = generation
    asked.clear()
    put({ loading: true })
    const index = wanted[0] ?? 0
    const askedAt = Date.now()
    try {
      const found = await ask(index * pageSize, pageSize)
      if (own !== generation) return
      pages.clear()
      const last = Math.max(0, Math.ceil(found.count / pageSize) - 1)
      put({ askedAt })
      take(index, found)
      if (index > last) wanted = [last]
      more()
    } catch (error) {
      if (own === generation) put({ failure: problemOf(error), loading: false })
    }
  }

  const more = () => {
    for (const index of wanted) {
      if (asked.size >= atOnce) return
      if (!pages.has(index) && !asked.has(index)) void fetch(index, generation)
    }
  }

  /** Changed entries stay where they are, even where the filter no longer means them. */
  const renew = async (ids: readonly string[]) => {
    if (!looked) return
    const own = generation
    for (const part of parted(ids, mostAtOnce)) {
      const {
        entries,
        count: _,
        ...listed
      } = await client.call('quarantine', {
        ...looked,
        entries: [...part],
        offset: 0,
        limit: 1,
      })
      if (own !== generation) return
      const byId = new Map(entries.map(entry => [entry.id, entry]))
      for (const [index, page] of pages) {
        if (page.some(({ id }) => byId.has(id)))
          pages.set(
            index,
            page.map(entry => byId.get(entry.id) ?? entry),
          )
      }
      put({ listed: { ...listed, count: getState().listed?.count ?? 0 } })
    }
  }

  const latest = (entry: Entry): Entry => {
    for (const page of pages.values()) {
      const found = page.find(({ id }) => id === entry.id)
      if (found) return found
    }
    return entry
  }

  /** One write after another, each with what is known once it is its turn. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    writes += 1
    const mine = writing.then(work, work).finally(() => {
      writes -= 1
    })
    writing = mine.catch(() => undefined)
    return mine
  }

  const nodeOf = () => getState().listed?.node ?? ''

  const send = async (act: Act, node: string): Promise<{ problem: Problem; entry: string } | null> => {
    if (!looked) return null
    const { document } = looked
    if (act.kind === 'ignore') {
      await client.call('quarantineIgnore', { document, node, entries: [...act.entries], ignored: act.ignored })
      await renew(act.entries)
      return null
    }
    const stamp = getState().listed?.stamp ?? null
    const answer = await client.call('quarantineCorrect', { document, node, stamp, changes: [...act.changes] })
    const [wrong] = answer.problems
    const { listed } = getState()
    if (listed) put({ listed: { ...listed, stamp: answer.stamp, file: answer.file } })
    if (wrong) return { problem: wrong as Problem, entry: wrong.entry }
    await renew(act.changes.map(({ entry }) => entry))
    return null
  }

  const failed = (problem: Problem, edit: Edit | null = null) => {
    const outside = problem.code === 'E-FILE-CHANGED'
    put({ refused: { edit, problem } })
    if (outside) {
      steps([], [])
      put({ changedOutside: true })
      void refresh()
    }
    return false
  }

  const done = async (act: Act, node: string, edits: readonly Edit[] = []): Promise<boolean> => {
    try {
      const wrong = await send(act, node)
      if (wrong) return failed(wrong.problem, edits.find(({ entry }) => entry.id === wrong.entry) ?? null)
      put({ refused: null })
      return true
    } catch (error) {
      return failed(problemOf(error), edits[0] ?? null)
    }
  }

  const correct = (
    entries: readonly Entry[],
    make: (entry: Entry) => Change,
    name: string,
    edits: readonly Edit[] = [],
  ): Promise<boolean> => {
    const node = nodeOf()
    return inTurn(async () => {
      const columns = getState().listed?.columns ?? []
      const pairs = entries.map(entry => {
        const now = latest(entry)
        const change = make(now)
        return { change, back: backOf(now, change, columns) }
      })
      const again: Act = { kind: 'correct', changes: pairs.map(({ change }) => change) }
      const back: Act = { kind: 'correct', changes: pairs.flatMap(pair => pair.back ?? []) }
      const kept = await done(again, node, edits)
      if (kept) steps(pairs.every(pair => pair.back) ? [...undo, { name, node, again, back }] : [], [])
      return kept
    })
  }

  const walk = (from: 'undo' | 'redo') =>
    inTurn(async () => {
      const step = (from === 'undo' ? undo : redo).at(-1)
      if (!step) return false
      const act = from === 'undo' ? step.back : step.again
      const kept = await done(act, step.node)
      if (kept && from === 'undo') steps(undo.slice(0, -1), [...redo, step])
      else if (kept) steps([...undo, step], redo.slice(0, -1))
      return kept
    })

  return {
    ...store,
    row: index => pages.get(Math.floor(index / pageSize))?.[index % pageSize],
    look: async look => {
      if (look.node !== looked?.node) steps([], [])
      if (placeOf(look) !== (looked && placeOf(looked))) wanted = [0]
      looked = look
      put({ refused: null, changedOutside: false })
      await refresh()
    },
    refresh,
    want: (first, end) => {
      const [from, to] = [Math.floor(first / pageSize), Math.floor(Math.max(first, end - 1) / pageSize)]
      const last = Math.max(0, Math.ceil((getState().listed?.count ?? 0) / pageSize) - 1)
      wanted = Array.from({ length: to - from + 1 }, (_, index) => from + index).filter(index => index <= last)
      if (getState().listed && !getState().loading) more()
    },
    read: async (first, end) => {
      const found: Entry[] = []
      for (let at = first; at < end; at = first + found.length) {
        const kept = pages.get(Math.floor(at / pageSize))?.slice(at % pageSize)
        const part = kept ?? (await ask(at, Math.min(mostAtOnce, end - at))).entries
        if (part.length === 0) break
        found.push(...part.slice(0, end - at))
      }
      return found
    },
    edit: async (edits, name) => {
      const pending = new Map(getState().pending)
      for (const { entry, column, text } of edits) pending.set(pendingKey(entry.id, column), text)
      put({ pending })
      const entries = [...new Map(edits.map(({ entry }) => [entry.id, entry])).values()]
      const own = (entry: Entry) => edits.filter(edit => edit.entry.id === entry.id)
      const columns = () => getState().listed?.columns ?? []
      const kept = await correct(entries, entry => changeOf(entry, own(entry), columns()), name, edits)
      const left = new Map(getState().pending)
      for (const { entry, column, text } of edits)
        if (left.get(pendingKey(entry.id, column)) === text) left.delete(pendingKey(entry.id, column))
      put({ pending: left })
      return kept
    },
    change: (entries, changes, name) =>
      correct(entries, entry => changes.find(change => change.entry === entry.id) ?? changes[0]!, name),
    ignore: (entries, ignored) => {
      const ids = entries.map(({ id }) => id)
      const node = nodeOf()
      const step: Step = {
        name: ignored ? 'Ignore' : 'Take up again',
        node,
        again: { kind: 'ignore', entries: ids, ignored },
        back: { kind: 'ignore', entries: ids, ignored: !ignored },
      }
      return inTurn(async () => {
        const kept = await done(step.again, node)
        if (kept) steps([...undo, step], [])
        return kept
      })
    },
    undo: () => walk('undo'),
    redo: () => walk('redo'),
    forget: () => put({ refused: null, changedOutside: false }),
    fail: problem => void failed(problem),
    seen: stamp => {
      if (writes > 0 || getState().listed?.stamp === stamp) return
      steps([], [])
      put({ changedOutside: true })
      void refresh()
    },
  }
}
