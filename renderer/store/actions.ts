import type { Edge, Flow, FlowNode, Group, Parameter, Point } from '#core/flow/types.ts'
import type { Faces } from '#core/node/kind.ts'
import type { InsertFix, ProblemFix } from '#core/problem.ts'
import { ruleFaces } from '#core/rules/index.ts'
import type { LooseRule } from '#core/rules/start.ts'
import type { Rect } from '../canvas/geometry.ts'
import { carriedBy, openedFor } from '../canvas/groups.ts'
import { freshItem, paste as pasteClip, readClip, titled, writeClip } from './clipboard.ts'
import type { DocumentStore } from './document.ts'
import {
  addNode,
  disconnect,
  insertBehind,
  insertOnEdge,
  makeRoom,
  moveTo,
  removeNodes,
  withEdge,
} from './graph-edits.ts'
import { type Path, valueAt, withValueAt } from './patch.ts'
import { type End, edgeOf, portsOf, refusal, titleOf } from './ports.ts'
import { beginningOf, rulesIn, withInputs, withRules } from './rule-edits.ts'
import { withNodeKeys, withRunKey } from './run-policy.ts'
import type { SessionStore } from './session.ts'
import { type Arrival, addArrivals, withFile } from './source-edits.ts'

export interface AddOptions {
  readonly settings?: Readonly<Record<string, unknown>>
  /** Wire the new node at once: from this output, or into this input. */
  readonly after?: End
  readonly before?: End
  /** Put it on this edge. */
  readonly onEdge?: Edge
  /** Ports that feed further inputs of it, by input. */
  readonly feeds?: Readonly<Record<string, End>>
}

/** Everything a person can do to the flow, each one step of the history with a name. */
export interface Actions {
  add(kind: string, at: Point, options?: AddOptions): string
  /** Draws an edge, or says why not. */
  connect(from: End, to: End): string | null
  insert(node: string, edge: Edge): string | null
  /** Deletes nodes (the chain is healed), edges, notes and groups in one step. */
  remove(what: Removal): void
  /** Groups among the items take along what lies in them. */
  duplicate(ids: readonly string[], items?: readonly string[]): readonly string[]
  copy(ids: readonly string[], items?: readonly string[]): string
  /** Pastes what `copy` gave, or a flow; null where the text is neither. */
  paste(text: string, at: Point | null): readonly string[] | null
  /** Adds what comes in from outside, selected, in one step. */
  bring(label: string, arrivals: readonly Arrival[]): readonly string[]
  /** Lets a source read another file, by another kind where its format asks for one; or says why not. */
  replaceFile(id: string, kind: string, settings: Readonly<Record<string, unknown>>): string | null
  rename(id: string, title: string): void
  describe(id: string, description: string): void
  /** Sets one setting by its path inside the node's settings; undefined takes it out. */
  set(id: string, path: Path, value: unknown, gesture?: string): void
  /** Does what a problem offers. */
  mend(fix: ProblemFix): void
  /** Adds rules to a validator, and shows the first of them in its form. */
  addRules(id: string, rules: readonly LooseRule[], feeds?: AddOptions['feeds']): void
  /** Sets one key of what a node does when it fails. */
  setRun(id: string, key: string, value: unknown, gesture?: string): void
  setDisabled(ids: readonly string[], disabled: boolean): void
  setBypass(ids: readonly string[], bypass: boolean): void
  /** Follows a drag; `move` ends it as one step. */
  drag(places: ReadonlyMap<string, Point>): void
  move(places: ReadonlyMap<string, Point>, label?: string): void
  setNote(id: string, text: string): void
  addNote(at: Point): string
  addGroup(
    ids: readonly string[],
    frame: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  ): string
  renameGroup(id: string, title: string): void
  /** Gives a group a colour (null: none), or collapses and opens it. */
  setGroup(id: string, change: { readonly color?: string | null; readonly collapsed?: boolean }): void
  resize(item: string, box: Rect): void
  renameFlow(name: string): void
  setParameter(name: string, parameter: Parameter | null, before?: string): void
}

export interface Removal {
  readonly nodes?: readonly string[]
  readonly edges?: readonly string[]
  readonly items?: readonly string[]
}

/** A card and the gap behind it. */
const roomFor = 172 + 64

const roomy = (flow: Flow, id: string) => makeRoom(flow, id, roomFor)

const plural = (count: number, one: string) => (count === 1 ? one : `${count} ${one}s`)

/** In the order of the document's keys, without what says nothing. */
const changedGroup = (group: Group, change: Parameters<Actions['setGroup']>[1]): Group => {
  const { id, title, x, y, width, height } = group
  const color = change.color === undefined ? group.color : change.color
  const collapsed = change.collapsed ?? group.collapsed
  return { id, title, ...(color ? { color } : {}), x, y, width, height, ...(collapsed ? { collapsed } : {}) }
}

const flagged = (node: FlowNode, key: 'disabled' | 'bypass', on: boolean): FlowNode =>
  withNodeKeys(node, { [key]: on || undefined })

export const createActions = (document: DocumentStore, session: SessionStore, catalogue: Faces): Actions => {
  const flow = () => document.getState().flow
  const title = (id: string) => titleOf(flow(), catalogue, id)
  const edit = (label: string, change: (flow: Flow) => Flow, gesture?: string) =>
    document
      .getState()
      .edit(
        label,
        old => openedFor(document.getState().base, change(old), catalogue),
        gesture === undefined ? { undo: 'undoable' } : { undo: 'undoable', gesture },
      )
  const editNode = (label: string, id: string, change: (node: FlowNode) => FlowNode, gesture?: string) =>
    edit(
      label,
      old => (old.nodes[id] ? { ...old, nodes: { ...old.nodes, [id]: change(old.nodes[id]) } } : old),
      gesture,
    )
  const editLayout = (label: string, change: (layout: Flow['layout']) => Flow['layout'], gesture?: string) =>
    edit(label, old => ({ ...old, layout: change(old.layout) }), gesture)
  const named = (ids: readonly string[]) => (ids.length === 1 ? title(ids[0] ?? '') : plural(ids.length, 'node'))

  const wire = (next: Flow, id: string, { after, before, onEdge }: AddOptions): Flow => {
    if (onEdge) return roomy(insertOnEdge(next, catalogue, onEdge, id) ?? next, id)
    const { inputs, outputs } = portsOf(next, catalogue, id)
    const input = after && inputs.find(port => !refusal(next, catalogue, after, { node: id, port: port.name }))
    const output = before && outputs.find(port => !refusal(next, catalogue, { node: id, port: port.name }, before))
    if (after && input) return withEdge(next, edgeOf(after, { node: id, port: input.name }))
    if (before && output) return withEdge(next, edgeOf({ node: id, port: output.name }, before))
    return next
  }

  /** Draws the edges of further inputs. */
  const fed = (next: Flow, id: string, feeds: AddOptions['feeds'] = {}): Flow =>
    Object.entries(feeds).reduce((all, [port, from]) => withEdge(all, edgeOf(from, { node: id, port })), next)

  const put = (label: string, text: string, at: Point | null): readonly string[] | null => {
    const clip = readClip(text)
    if (!clip) return null
    const pasted = pasteClip(flow(), catalogue, clip, at)
    const { length } = pasted.ids
    edit(`${label} ${length > 0 ? plural(length, 'node') : plural(pasted.items.length, 'item')}`, () => pasted.flow)
    session.getState().select({ selection: pasted.ids, items: pasted.items })
    return pasted.ids
  }

  const clipText = (ids: readonly string[], items: readonly string[] = []): string => {
    const carried = [...carriedBy(flow(), catalogue, items).keys()]
    const notes = carried.filter(id => id.startsWith('note:'))
    const nodes = carried.filter(id => id in flow().nodes)
    return writeClip(flow(), [...new Set([...ids, ...nodes])], [...items, ...notes])
  }

  const setSetting: Actions['set'] = (id, path, value, gesture) => {
    if (valueAt(flow().nodes[id]?.settings, path) === value) return
    editNode(
      `Change ${path[0] ?? 'settings'} of ${title(id)}`,
      id,
      node => ({ ...node, settings: withValueAt(node.settings, path, value) }),
      gesture,
    )
  }

  const insertNode = ({ node, insert: { port, kind, settings } }: InsertFix) => {
    if (!flow().nodes[node]) return
    const { x, y } = flow().layout.nodes[node] ?? { x: 0, y: 0 }
    const added = addNode(flow(), catalogue, kind, { x: x + roomFor, y }, settings)
    const next = insertBehind(added.flow, catalogue, { node, port }, added.id)
    if (!next) return
    edit(`Insert ${titleOf(next, catalogue, added.id)}`, () => roomy(next, added.id))
    session.getState().select({ selection: [added.id] })
  }

  return {
    add: (kind, at, options = {}) => {
      const added = addNode(flow(), catalogue, kind, at, options.settings)
      edit(`Add ${titleOf(added.flow, catalogue, added.id)}`, () =>
        fed(wire(added.flow, added.id, options), added.id, options.feeds),
      )
      session.getState().select({ selection: [added.id] })
      const [rule] = rulesIn(options.settings ?? {})
      if (rule) session.getState().reveal(added.id, beginningOf(rule, 0))
      return added.id
    },
    connect: (from, to) => {
      const reason = refusal(flow(), catalogue, from, to)
      if (!reason) edit(`Connect ${title(from.node)} and ${title(to.node)}`, old => withEdge(old, edgeOf(from, to)))
      return reason
    },
    insert: (node, edge) => {
      const next = insertOnEdge(flow(), catalogue, edge, node)
      if (!next) return `${title(node)} does not fit on this edge.`
      edit(`Insert ${title(node)}`, () => roomy(next, node))
      return null
    },
    remove: ({ nodes = [], edges = [], items = [] }) => {
      const count = nodes.length + edges.length + items.length
      if (count === 0) return
      const label =
        edges.length + items.length === 0 ? named(nodes) : plural(count, edges.length === count ? 'edge' : 'item')
      const gone = new Set(items)
      edit(`Delete ${label}`, old => {
        const rest = removeNodes(disconnect(old, new Set(edges)), catalogue, nodes, true)
        const groups = rest.layout.groups.filter(group => !gone.has(`group:${group.id}`))
        const notes = rest.layout.notes.filter(note => !gone.has(`note:${note.id}`))
        return { ...rest, layout: { ...rest.layout, groups, notes } }
      })
      session.getState().select({})
    },
    duplicate: (ids, items) => put('Duplicate', clipText(ids, items), null) ?? [],
    copy: (ids, items) => clipText(ids, items),
    paste: (text, at) => put('Paste', text, at),
    bring: (label, arrivals) => {
      const added = addArrivals(flow(), catalogue, arrivals)
      edit(label, () => added.flow)
      session.getState().select({ selection: added.ids })
      return added.ids
    },
    replaceFile: (id, kind, settings) => {
      const next = withFile(flow(), catalogue, id, kind, settings)
      if (typeof next === 'string') return next
      edit(`Replace the file of ${title(id)}`, () => next)
      session.getState().select({ selection: [id] })
      return null
    },
    rename: (id, text) => {
      const kindTitle = catalogue.get(flow().nodes[id]?.kind ?? '')?.title
      editNode(`Rename to ${text}`, id, node => titled(node, text.trim() || kindTitle || id, kindTitle), `rename:${id}`)
    },
    describe: (id, description) =>
      editNode(
        `Describe ${title(id)}`,
        id,
        node => {
          const { kind, version, title: own, description: _, ...others } = node
          return {
            kind,
            version,
            ...(own === undefined ? {} : { title: own }),
            ...(description ? { description } : {}),
            ...others,
          }
        },
        `describe:${id}`,
      ),
    set: setSetting,
    mend: fix => ('insert' in fix ? insertNode(fix) : setSetting(fix.node, fix.path, fix.value)),
    addRules: (id, rules, feeds = {}) => {
      const first = rulesIn(flow().nodes[id]?.settings ?? {}).length
      const [rule] = rules
      const kind = rule && ruleFaces.get(rule.kind)
      const what = rules.length === 1 && kind ? kind.title : plural(rules.length, 'rule')
      edit(`Add ${what} to ${title(id)}`, old => {
        const node = old.nodes[id]
        if (!node) return old
        const more = withInputs(withRules(node, rules), Object.keys(feeds))
        return fed({ ...old, nodes: { ...old.nodes, [id]: more } }, id, feeds)
      })
      session.getState().reveal(id, rule ? beginningOf(rule, first) : null)
    },
    setRun: (id, key, value, gesture) =>
      editNode(`Change what ${title(id)} does when it fails`, id, node => withRunKey(node, key, value), gesture),
    setDisabled: (ids, disabled) =>
      edit(`${disabled ? 'Disable' : 'Enable'} ${named(ids)}`, old =>
        each(old, ids, node => flagged(node, 'disabled', disabled)),
      ),
    setBypass: (ids, bypass) =>
      edit(`${bypass ? 'Bypass' : 'Do not bypass'} ${named(ids)}`, old =>
        each(old, ids, node => flagged(node, 'bypass', bypass)),
      ),
    drag: places => document.getState().edit('Move', old => moveTo(old, places), { undo: 'ephemeral' }),
    move: (places, label) => {
      const [id = ''] = places.keys()
      const moved = places.size === 1 && id in flow().nodes ? title(id) : plural(places.size, 'item')
      edit(label ?? `Move ${moved}`, old => moveTo(old, places))
    },
    setNote: (id, text) =>
      editLayout(
        'Edit note',
        layout => ({ ...layout, notes: layout.notes.map(note => (note.id === id ? { ...note, text } : note)) }),
        `note:${id}`,
      ),
    addNote: at => {
      const id = freshItem(flow().layout.notes, 'note')
      const note = { id, text: 'A note', x: Math.round(at.x), y: Math.round(at.y), width: 172, height: 80 }
      editLayout('Add note', layout => ({ ...layout, notes: [...layout.notes, note] }))
      session.getState().select({ items: [`note:${id}`] })
      return id
    },
    addGroup: (ids, frame) => {
      const id = freshItem(flow().layout.groups, 'group')
      editLayout(ids.length > 0 ? `Group ${plural(ids.length, 'node')}` : 'Group notes', layout => ({
        ...layout,
        groups: [...layout.groups, { id, title: 'Group', ...frame }],
      }))
      session.getState().select({ items: [`group:${id}`] })
      return id
    },
    renameGroup: (id, text) =>
      editLayout(
        `Rename group to ${text}`,
        layout => ({
          ...layout,
          groups: layout.groups.map(group => (group.id === id ? { ...group, title: text } : group)),
        }),
        `group:${id}`,
      ),
    setGroup: (id, change) =>
      editLayout(
        change.collapsed === undefined ? 'Colour group' : change.collapsed ? 'Collapse group' : 'Open group',
        layout => ({
          ...layout,
          groups: layout.groups.map(group => (group.id === id ? changedGroup(group, change) : group)),
        }),
      ),
    resize: (item, { x, y, width, height }) => {
      const box = { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) }
      editLayout(
        'Resize',
        layout => ({
          ...layout,
          groups: layout.groups.map(group => (`group:${group.id}` === item ? { ...group, ...box } : group)),
          notes: layout.notes.map(note => (`note:${note.id}` === item ? { ...note, ...box } : note)),
        }),
        `resize:${item}`,
      )
    },
    renameFlow: name => edit(`Rename flow to ${name}`, old => ({ ...old, name }), 'rename-flow'),
    setParameter: (name, parameter, before) => {
      const key = before ?? name
      const label =
        parameter === null
          ? `Remove parameter ${name}`
          : before === undefined
            ? `Add parameter ${name}`
            : `Change parameter ${name}`
      edit(
        label,
        old => {
          const entries = Object.entries(old.params)
          if (parameter === null)
            return { ...old, params: Object.fromEntries(entries.filter(([other]) => other !== name)) }
          const found = entries.some(([other]) => other === key)
          const params = found
            ? entries.map(([other, value]): [string, Parameter] => (other === key ? [name, parameter] : [other, value]))
            : [...entries, [name, parameter] as const]
          return { ...old, params: Object.fromEntries(params) }
        },
        before === undefined || parameter === null ? undefined : `parameter:${before}`,
      )
    },
  }
}

const each = (flow: Flow, ids: readonly string[], change: (node: FlowNode) => FlowNode): Flow => {
  const chosen = new Set(ids)
  return {
    ...flow,
    nodes: Object.fromEntries(
      Object.entries(flow.nodes).map(([id, node]) => [id, chosen.has(id) ? change(node) : node]),
    ),
  }
}
