/** A node by its kind and settings. */
export interface RepairNode {
  readonly kind: string
  readonly settings: Readonly<Record<string, unknown>>
}

type Merge = (a: RepairNode['settings'], b: RepairNode['settings']) => RepairNode['settings'] | null

const list = (settings: RepairNode['settings'], key: string): readonly unknown[] =>
  Array.isArray(settings[key]) ? settings[key] : []

const withoutKey = (settings: RepairNode['settings'], key: string): string =>
  JSON.stringify(Object.entries(settings).filter(([name]) => name !== key))

/** Two nodes that differ in one list alone as one with both lists. */
const joined =
  (key: string): Merge =>
  (a, b) =>
    withoutKey(a, key) === withoutKey(b, key) ? { ...a, [key]: [...list(a, key), ...list(b, key)] } : null

interface CleanGroup {
  readonly columns: readonly string[]
  readonly steps: readonly string[]
}

/** Groups of the same steps become one. */
const cleaned: Merge = (a, b) => {
  const groups = new Map<string, CleanGroup>()
  for (const group of [...list(a, 'groups'), ...list(b, 'groups')] as readonly CleanGroup[]) {
    const key = JSON.stringify(group.steps)
    const columns = [...(groups.get(key)?.columns ?? []), ...group.columns]
    groups.set(key, { columns: [...new Set(columns)], steps: group.steps })
  }
  return { groups: [...groups.values()] }
}

const merges: Readonly<Record<string, Merge>> = {
  'transform.clean': cleaned,
  'transform.cast': joined('columns'),
  'transform.parse_date': joined('columns'),
  'transform.map_values': joined('columns'),
}

/** Case comes after spellings, which are told by the texts as they are; what makes values of texts comes last. */
const placeOf = ({ kind, settings }: RepairNode): number => {
  const steps = (list(settings, 'groups') as readonly CleanGroup[]).flatMap(group => group.steps)
  if (kind === 'transform.clean') return steps.includes('lower') || steps.includes('upper') ? 2 : 0
  return kind === 'transform.map_values' ? 1 : 3
}

/** Several repairs as few nodes, one behind the other. */
export const nodesOf = (repairs: readonly RepairNode[]): readonly RepairNode[] => {
  const nodes: RepairNode[] = []
  for (const repair of repairs.toSorted((a, b) => placeOf(a) - placeOf(b))) {
    const merge = merges[repair.kind]
    const at = nodes.findIndex(node => node.kind === repair.kind && placeOf(node) === placeOf(repair))
    const both = merge && at >= 0 ? merge(nodes[at]!.settings, repair.settings) : null
    if (both) nodes[at] = { kind: repair.kind, settings: both }
    else nodes.push(repair)
  }
  return nodes
}
