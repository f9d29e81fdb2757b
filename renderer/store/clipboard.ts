import type { Edge, Flow, FlowNode, Group, Note, Point } from '#core/flow/types.ts'
import type { Faces } from '#core/node/kind.ts'
import { freshId, freshTitle, withNode } from './graph-edits.ts'
import { endOf } from './ports.ts'

/** What the clipboard holds: part of a flow, as readable JSON that a person can paste into a chat. */
interface Clip {
  readonly weir: 'clip'
  readonly nodes: Readonly<Record<string, FlowNode>>
  readonly edges: readonly Edge[]
  readonly layout: {
    readonly nodes: Readonly<Record<string, Point>>
    readonly groups: readonly Group[]
    readonly notes: readonly Note[]
  }
}

const pick = <T>(record: Readonly<Record<string, T>>, keys: ReadonlySet<string>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => keys.has(key)))

/** The selected nodes, their places, and the edges between them; notes and groups as the canvas names them. */
export const clipOf = (flow: Flow, ids: readonly string[], items: readonly string[] = []): Clip => {
  const chosen = new Set(ids)
  const inside = (end: string) => chosen.has(endOf(end).node)
  return {
    weir: 'clip',
    nodes: pick(flow.nodes, chosen),
    edges: flow.edges.filter(edge => inside(edge.from) && inside(edge.to)),
    layout: {
      nodes: pick(flow.layout.nodes, chosen),
      groups: flow.layout.groups.filter(group => items.includes(`group:${group.id}`)),
      notes: flow.layout.notes.filter(note => items.includes(`note:${note.id}`)),
    },
  }
}

export const writeClip = (flow: Flow, ids: readonly string[], items: readonly string[] = []): string =>
  `${JSON.stringify(clipOf(flow, ids, items), null, 2)}\n`

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isEdge = (value: unknown): value is Edge =>
  isObject(value) && typeof value.from === 'string' && typeof value.to === 'string'

const isNode = (value: unknown): value is FlowNode =>
  isObject(value) && typeof value.kind === 'string' && typeof value.version === 'number' && isObject(value.settings)

const pointOf = (value: unknown): Point =>
  isObject(value) && typeof value.x === 'number' && typeof value.y === 'number'
    ? { x: value.x, y: value.y }
    : { x: 0, y: 0 }

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const isBox = (value: unknown): value is Record<string, unknown> =>
  isObject(value) && ['x', 'y', 'width', 'height'].every(key => typeof value[key] === 'number')

const isNote = (value: unknown): value is Note => isBox(value) && typeof value.text === 'string'

const isGroup = (value: unknown): value is Group => isBox(value) && typeof value.title === 'string'

/** Reads a clip or a whole flow document; null where the text is neither. */
export const readClip = (text: string): Clip | null => {
  try {
    const value: unknown = JSON.parse(text)
    if (!isObject(value) || !isObject(value.nodes) || !Array.isArray(value.edges)) return null
    const nodes = Object.fromEntries(
      Object.entries(value.nodes).filter((entry): entry is [string, FlowNode] => isNode(entry[1])),
    )
    const layout = isObject(value.layout) ? value.layout : {}
    const at = isObject(layout.nodes) ? layout.nodes : {}
    const places = Object.fromEntries(Object.keys(nodes).map(id => [id, pointOf(at[id])]))
    const groups = listOf(layout.groups).filter(isGroup)
    const notes = listOf(layout.notes).filter(isNote)
    return Object.keys(nodes).length + groups.length + notes.length
      ? { weir: 'clip', nodes, edges: value.edges.filter(isEdge), layout: { nodes: places, groups, notes } }
      : null
  } catch {
    return null
  }
}

/** Puts a clip into a flow under fresh ids; its top left corner lies at `at`, or beside the original. */
export const paste = (
  flow: Flow,
  catalogue: Faces,
  clip: Clip,
  at: Point | null,
): { readonly flow: Flow; readonly ids: readonly string[]; readonly items: readonly string[] } => {
  const { groups, notes } = clip.layout
  const places = [...Object.values(clip.layout.nodes), ...groups, ...notes]
  const left = Math.min(...places.map(place => place.x))
  const top = Math.min(...places.map(place => place.y))
  const shift = at ? { x: at.x - left, y: at.y - top } : { x: 24, y: 24 }
  const names = new Map<string, string>()
  let next = flow
  for (const [id, node] of Object.entries(clip.nodes)) {
    const kind = catalogue.get(node.kind)
    const title = freshTitle(next, catalogue, node.title ?? kind?.title ?? id)
    const fresh = freshId(next, id)
    const place = clip.layout.nodes[id] ?? { x: left, y: top }
    names.set(id, fresh)
    next = withNode(next, fresh, titled(node, title, kind?.title), { x: place.x + shift.x, y: place.y + shift.y })
  }
  const rename = (end: string) => {
    const { node, port } = endOf(end)
    const name = names.get(node)
    return name && `${name}.${port}`
  }
  const edges = clip.edges.flatMap(edge => {
    const from = rename(edge.from)
    const to = rename(edge.to)
    return from && to ? [{ from, to }] : []
  })
  const { layout } = next
  const placed = <T extends Point>(item: T): T => ({
    ...item,
    x: Math.round(item.x + shift.x),
    y: Math.round(item.y + shift.y),
  })
  const freshNotes = freshItems(layout.notes, 'note', notes).map(placed)
  const freshGroups = freshItems(layout.groups, 'group', groups).map(group =>
    placed({ id: group.id, title: group.title, ...(group.color ? { color: group.color } : {}), ...boxOf(group) }),
  )
  return {
    flow: {
      ...next,
      edges: [...next.edges, ...edges],
      layout: {
        ...layout,
        groups: [...layout.groups, ...freshGroups],
        notes: [...layout.notes, ...freshNotes.map(note => ({ id: note.id, text: note.text, ...boxOf(note) }))],
      },
    },
    ids: [...names.values()],
    items: [...freshGroups.map(({ id }) => `group:${id}`), ...freshNotes.map(({ id }) => `note:${id}`)],
  }
}

const boxOf = ({ x, y, width, height }: Group | Note) => ({ x, y, width, height })

/** An id that no note or group of these has. */
export const freshItem = (taken: readonly { readonly id: string }[], stem: string): string => {
  const ids = new Set(taken.map(item => item.id))
  let count = 1
  while (ids.has(`${stem}_${count}`)) count++
  return `${stem}_${count}`
}

const freshItems = <T extends { readonly id: string }>(
  taken: readonly { readonly id: string }[],
  stem: string,
  items: readonly T[],
): readonly T[] => {
  const all = [...taken]
  return items.map(item => {
    const fresh = { ...item, id: freshItem(all, stem) }
    all.push(fresh)
    return fresh
  })
}

/** A copy with a title, in the key order of the document; the kind's own title is left out. */
export const titled = (node: FlowNode, title: string, kindTitle: string | undefined): FlowNode => {
  const { kind, version, title: _, ...others } = node
  return { kind, version, ...(title === kindTitle ? {} : { title }), ...others }
}
