import type { Flow } from '#core/flow/types.ts'
import type { Report } from '#core/report.ts'
import { catalogue } from '#nodes/index.ts'
import { addressOf, type Port } from './grow.ts'

type Node = Flow['nodes'][string]

/** Each row that comes in leaves once, by one of the ports named, or of all ports. */
const keepsRows: Readonly<Record<string, readonly string[] | 'all'>> = {
  'transform.select': 'all',
  'transform.formula': 'all',
  'transform.conditional': 'all',
  'transform.rename': 'all',
  'transform.clean': 'all',
  'transform.replace': 'all',
  'transform.hash': 'all',
  'transform.mask': 'all',
  'transform.fill': 'all',
  'transform.cast': 'all',
  'transform.parse_date': 'all',
  'transform.extract': 'all',
  'transform.split_column': 'all',
  'transform.combine_columns': 'all',
  'transform.date_parts': 'all',
  'transform.record_id': 'all',
  'transform.rolling': 'all',
  'transform.map_values': 'all',
  'transform.filter': 'all',
  'transform.route': 'all',
  'transform.sort': 'all',
  'transform.pin': 'all',
  'transform.limit': 'all',
  'transform.sample': 'all',
  'transform.dedupe': 'all',
  'transform.window': 'all',
  'transform.lookup': 'all',
  'transform.union': 'all',
  'transform.subflow': 'all',
  'validate.rules': ['pass', 'reject'],
  'validate.gate': 'all',
}

/** Inputs whose rows only say something of the others. */
const aside: Readonly<Record<string, string>> = { 'transform.lookup': 'reference' }

const count = ({ page }: Port) => page.rows.length

/** How many rows carry each flag, but for those that `own` gives: of itself, of the flow in it, of rows that it looks up. */
const flagsOf = (ports: readonly Port[], own: string): Readonly<Record<string, number>> => {
  const isOwn = (name: string) => name === own || name.startsWith(`${own}/`) || name.startsWith(`${own}.`)
  const counts: Record<string, number> = {}
  for (const { page } of ports)
    for (const flags of page.flags)
      for (const { node, rule, via } of flags) {
        if (isOwn(node) || isOwn(via[0] ?? '')) continue
        const key = [...via, node, rule].join('/')
        counts[key] = (counts[key] ?? 0) + 1
      }
  return Object.fromEntries(Object.entries(counts).toSorted())
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, number) => all + number, 0)

const feeding = (flow: Flow, ports: readonly Port[], id: string, kind: string): readonly Port[] =>
  flow.edges
    .filter(({ to }) => to.startsWith(`${id}.`) && to !== `${id}.${aside[kind]}`)
    .flatMap(({ from }) => ports.find(port => addressOf(port) === from) ?? [])

const ofNode = (flow: Flow, ports: readonly Port[], id: string, { kind }: Node): readonly string[] => {
  const keeps = keepsRows[kind]
  if (!keeps) return []
  const before = feeding(flow, ports, id, kind)
  const after = ports.filter(({ node, port }) => node === id && (keeps === 'all' || keeps.includes(port)))
  const faults: string[] = []
  const [rows, left] = [sum(before.map(count)), sum(after.map(count))]
  if (rows !== left) faults.push(`${id} (${kind}): ${rows} rows came in, and ${left} left`)
  const [had, has] = [flagsOf(before, id), flagsOf(after, id)].map(flags => JSON.stringify(flags))
  if (had !== has) faults.push(`${id} (${kind}): of the flags ${had} it left ${has}`)
  return faults
}

/** Each row that comes in leaves as one, as several, or as part of one. */
const reshapes = new Set([
  'transform.aggregate',
  'transform.explode',
  'transform.pivot',
  'transform.time_window',
  'transform.unpivot',
])

/** All that is told of some row at a port, without the side that it came through. */
const toldOf = (ports: readonly Port[], side?: string): ReadonlySet<string> => {
  const all = ports.flatMap(({ page }) => page.flags.flat())
  const own = side === undefined ? all : all.filter(({ via }) => via[0] === side)
  return new Set(own.map(({ node, rule, via }) => [...(side === undefined ? via : via.slice(1)), node, rule].join('/')))
}

const lost = (id: string, kind: string, before: ReadonlySet<string>, after: ReadonlySet<string>): readonly string[] =>
  [...before].flatMap(flag => (after.has(flag) ? [] : [`${id} (${kind}): no row has the flag ${flag} any more`]))

/** Flags of which a node that gives other rows leaves nothing, though each row that comes in has its part in one that leaves. */
const lostIn = (flow: Flow, ports: readonly Port[], id: string, { kind, settings }: Node): readonly string[] => {
  const after = ports.filter(({ node }) => node === id)
  const into = (side: string) =>
    ports.filter(port => flow.edges.some(({ from, to }) => from === addressOf(port) && to === `${id}.${side}`))
  if (reshapes.has(kind)) return lost(id, kind, toldOf(into('in')), toldOf(after))
  if (kind !== 'transform.join') return []
  const isHalf = settings.type === 'semi' || settings.type === 'anti'
  return ['left', 'right'].flatMap(side => {
    const aside = toldOf(after.filter(({ port }) => port === `${side}_only` || (isHalf && side === 'left')))
    return isHalf && side === 'right'
      ? []
      : lost(id, kind, toldOf(into(side)), new Set([...aside, ...toldOf(after, side)]))
  })
}

/** Where rows or flags were lost at a node that loses none, as the pages of its ports tell; not of those whose rows may be others at each look. */
export const judgePages = (flow: Flow, ports: readonly Port[], isVague: ReadonlySet<string>): readonly string[] => [
  ...Object.entries(flow.nodes).flatMap(([id, node]) =>
    isVague.has(id) ? [] : [...ofNode(flow, ports, id, node), ...lostIn(flow, ports, id, node)],
  ),
  ...ports.flatMap(port => {
    const { rows, rowCount, flags } = port.page
    return rowCount === rows.length && flags.length === rows.length
      ? []
      : [
          `${addressOf(port)}: ${rows.length} rows are shown, with flags of ${flags.length}, and ${rowCount} are counted`,
        ]
  }),
]

/** Where a run counted otherwise than the pages show. */
export const judgeReport = (flow: Flow, ports: readonly Port[], report: Report): readonly string[] => [
  ...ports.flatMap(port => {
    const rows = report.nodes[port.node]?.ports[port.port]?.rows
    return rows === undefined || rows === null || rows === count(port)
      ? []
      : [`${addressOf(port)}: the run counted ${rows} rows, and ${count(port)} are shown`]
  }),
  ...Object.entries(report.sinks).flatMap(([id, { rows }]) => {
    if (rows === null || catalogue.get(flow.nodes[id]!.kind)!.kind === 'sink.report') return []
    const before = feeding(flow, ports, id, flow.nodes[id]!.kind)
    const expected = sum(before.map(count))
    return before.length === 0 || rows === expected ? [] : [`${id}: ${rows} rows were written of ${expected}`]
  }),
]
