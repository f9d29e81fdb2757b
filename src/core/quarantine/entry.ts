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
  Object.hasOwn(sideInputs, port) || node.outputPorts.some(each => each.name === port && each.role === 'reject')

/** Walks back from a quarantine to the nearest port that let its rows aside; null: none, or several ways lead there. */
export const originOf = (flow: Pick<CompiledFlow, 'nodes'>, sink: string): Origin | null => {
  let leaf = onlyInput(flow.nodes[sink])
  while (leaf) {
    const node = flow.nodes[leaf.node]
    if (!node) return null
    if (isAside(node, leaf.port)) return ofPort(node, leaf.port)
    leaf = onlyInput(node)
  }
  return null
}

const onlyInput = (node: CompiledNode | undefined): Input | null => {
  const leaves = Object.values(node?.inputs ?? {}).flat()
  return leaves.length === 1 ? leaves[0]! : null
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
