import type { CompiledFlow, CompiledNode } from '../compile/types.ts'
import type { Column, Input } from '../relation/relation.ts'

/** Where the rows of a quarantine come from, and how a corrected one goes in again. */
export interface Origin {
  /** The port that let the rows out: `check.reject`. */
  readonly node: string
  readonly port: string
  /** Corrected rows enter the node's input again, or corrected lines are read in the place of those of a file. */
  readonly way: 'rows' | 'lines'
  /** Of corrected rows: the input, and the columns that can be corrected there. */
  readonly into: Input | null
  readonly inputPort: string
}

/** A port that rows are let out by because something is wrong with them, or missing. */
const sideInputs: Readonly<Record<string, string>> = {
  reject: 'in',
  rest: 'in',
  duplicates: 'in',
  unmatched: 'in',
  left_only: 'left',
  right_only: 'right',
}

const isAside = (node: CompiledNode, port: string): boolean =>
  !node.through &&
  (Object.hasOwn(sideInputs, port) || node.outputPorts.some(each => each.name === port && each.role === 'reject'))

type Nodes = Pick<CompiledFlow, 'nodes'>

/** Rows cannot go in again where another flow stands in a node's place. */
const inputsOf = (node: CompiledNode | undefined): readonly Input[] =>
  node?.through ? [] : Object.values(node?.inputs ?? {}).flat()

/** Walks back from a quarantine, as long as there is one way: to the port that let its rows aside, else to the node where the walk ends. */
const walkBack = (
  { nodes }: Nodes,
  sink: string,
): { readonly end: CompiledNode | undefined; readonly aside?: string } => {
  let end = nodes[sink]
  for (let leaves = inputsOf(end); leaves.length === 1; leaves = inputsOf(end)) {
    const { node, port } = leaves[0]!
    end = nodes[node]
    if (end && isAside(end, port)) return { end, aside: port }
  }
  return { end }
}

/** The nearest port before a quarantine that let its rows aside; null: none, or several ways lead there. */
export const originOf = (flow: Nodes, sink: string): Origin | null => {
  const { end, aside } = walkBack(flow, sink)
  return end && aside !== undefined ? ofPort(end, aside) : null
}

/** Why rows of a quarantine without an origin cannot go in again, as the end of a sentence. */
export const whyNoOrigin = (flow: Nodes, sink: string): string => {
  const { end, aside } = walkBack(flow, sink)
  const leaves = inputsOf(end)
  if (!end || end.id === sink) return `nothing comes into \`${sink}\` yet`
  if (aside !== undefined) return `\`${end.id}\` reads no lines that could be corrected`
  if (leaves.length === 0) return `they come from \`${end.id}\` by no port that lets rows aside`
  const ways = leaves.map(({ node, port }) => `\`${node}.${port}\``)
  const listed = `${ways.slice(0, -1).join(', ')} and ${ways.at(-1)}`
  return `${listed} come together in \`${end.id}\`, and a row does not tell which of them it came from`
}

const ofPort = (node: CompiledNode, port: string): Origin | null => {
  if (node.inputPorts.length === 0)
    return node.compiled?.lines ? { node: node.id, port, way: 'lines', into: null, inputPort: '' } : null
  const wanted = sideInputs[port] ?? 'in'
  const into = node.inputs[wanted]?.[0]
  return into ? { node: node.id, port, way: 'rows', into, inputPort: wanted } : null
}

/** The columns of a quarantine that are also where a corrected row enters. */
export const correctable = (origin: Origin, columns: readonly Column[]): readonly Column[] => {
  const known = new Map((origin.into?.columns ?? []).map(column => [column.name.toLowerCase(), column]))
  return columns.flatMap(({ name }) => known.get(name.toLowerCase()) ?? [])
}
