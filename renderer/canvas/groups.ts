import type { Flow, Group, Point } from '#core/flow/types.ts'
import type { Faces } from '#core/node/kind.ts'
import { cardWidth, contains, nodeRect, type Rect } from './geometry.ts'

/** The colours of groups, as a flow names them; a group without one is grey. */
export const groupColors = ['grey', 'blue', 'green', 'yellow', 'red', 'purple'] as const

/** A collapsed group is as wide as a card. */
export const closedSize = { width: cardWidth, height: 44 }

/** What lies inside a frame, and where: nodes by id, notes as `note:id`. */
export const insideOf = (flow: Flow, catalogue: Faces, frame: Rect): ReadonlyMap<string, Point> => {
  const cards = Object.keys(flow.nodes).map(id => [id, nodeRect(flow, catalogue, id)] as const)
  const notes = flow.layout.notes.map(note => [`note:${note.id}`, note] as const)
  return new Map(
    [...cards, ...notes].filter(([, rect]) => contains(frame, rect)).map(([id, { x, y }]) => [id, { x, y }]),
  )
}

/** What selected groups take along when they are moved, copied or made a subflow. */
export const carriedBy = (flow: Flow, catalogue: Faces, items: readonly string[]): ReadonlyMap<string, Point> =>
  new Map(
    flow.layout.groups
      .filter(group => items.includes(`group:${group.id}`))
      .flatMap(group => [...insideOf(flow, catalogue, group)]),
  )

/** What collapsed groups hide, and the group that does: nodes by id, notes as `note:id`. */
export const hiddenIn = (flow: Flow, catalogue: Faces): ReadonlyMap<string, string> =>
  new Map(
    flow.layout.groups
      .filter(group => group.collapsed)
      .flatMap(group => [...insideOf(flow, catalogue, group).keys()].map(id => [id, group.id] as const)),
  )

/** Opens collapsed groups into which something came that was not there before, so that nothing vanishes. */
export const openedFor = (before: Flow, next: Flow, catalogue: Faces): Flow => {
  const closed = new Set(before.layout.groups.filter(group => group.collapsed).map(group => group.id))
  if (closed.size === 0) return next
  const known = hiddenIn(before, catalogue)
  const entered = new Set(
    [...hiddenIn(next, catalogue)].filter(([id, group]) => known.get(id) !== group).map(([, group]) => group),
  )
  const opens = (group: Group) => closed.has(group.id) && entered.has(group.id)
  if (!next.layout.groups.some(opens)) return next
  const groups = next.layout.groups.map(group => (opens(group) ? opened(group) : group))
  return { ...next, layout: { ...next.layout, groups } }
}

export const opened = ({ collapsed: _, ...group }: Group): Group => group
