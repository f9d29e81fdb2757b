import type { CompiledFlow, CompiledNode } from '#core/compile/types.ts'
import { graphOf, upstream } from '#core/flow/graph.ts'
import { didYouMean } from '#core/flow/nearest.ts'
import type { Column, Relation } from '#core/relation/relation.ts'
import { extrasOf } from '#core/relation/slots.ts'
import { ProblemError } from '../problem-error.ts'
import { type Fits, type FlowRelations, flowRelations } from './flow-relations.ts'

/** Nothing is known of any correction. */
export const noFits: Fits = new Map()

/** What is looked at: a port's rows down to the sources; of a sink, what arrives at it. */
export interface Subject {
  readonly flow: CompiledFlow
  readonly node: string
  readonly relation: Relation
  readonly columns: readonly Column[]
  readonly bodies: ReadonlySet<Relation>
}

const known = new WeakMap<CompiledFlow, { readonly fits: Fits; readonly relations: FlowRelations }>()

export const relationsOfFlow = (flow: CompiledFlow, fits: Fits = noFits): FlowRelations => {
  const before = known.get(flow)
  if (before?.fits === fits) return before.relations
  const relations = flowRelations(flow, fits)
  known.set(flow, { fits, relations })
  return relations
}

/** Finds what to show of a node, or throws the problem that keeps it from being shown. */
export const subjectOf = (
  flow: CompiledFlow,
  node: string,
  port: string | null,
  { ownTable = false, fits = noFits }: { readonly ownTable?: boolean | undefined; readonly fits?: Fits } = {},
): Subject => {
  const compiled = flow.nodes[node]
  if (!compiled) throw absent(flow, node)
  const relations = relationsOfFlow(flow, fits)
  if (ownTable) return ownTableOf(flow, compiled, relations)
  const input = Object.values(compiled.inputs)[0]?.[0]
  if (compiled.outputPorts.length === 0 && input && compiled.compiled)
    return {
      flow,
      node: input.node,
      relation: relations.port(input.node, input.port),
      columns: input.columns,
      bodies: relations.bodies,
    }
  const name = port ?? compiled.outputPorts[0]?.name ?? 'out'
  const found = compiled.ports[name]
  if (!found) throw unshown(flow, compiled, name)
  return { flow, node, relation: relations.port(node, name), columns: found.columns, bodies: relations.bodies }
}

/** Whether a node has a table of its own that knows what it did not evaluate. */
export const hasOwnTable = ({ compiled }: CompiledNode): boolean =>
  compiled?.body !== undefined && extrasOf(compiled.body).length > 0

const ownTableOf = (flow: CompiledFlow, node: CompiledNode, relations: FlowRelations): Subject => {
  const [first] = node.outputPorts
  const body = node.compiled?.body
  const port = first && node.ports[first.name]
  if (!port || !body || !hasOwnTable(node)) throw unshown(flow, node, first?.name ?? 'out')
  return {
    flow,
    node: node.id,
    relation: relations.inline(body),
    columns: port.columns,
    bodies: relations.bodies,
  }
}

const absent = (flow: CompiledFlow, node: string): ProblemError => {
  const problem = flow.problems.find(p => p.node === node && p.severity === 'error')
  if (problem) return new ProblemError(problem)
  const exists = Object.hasOwn(flow.flow.nodes, node)
  return new ProblemError({
    code: exists ? 'E-NODE-DISABLED' : 'E-NODE-UNKNOWN',
    severity: 'error',
    node,
    message: exists
      ? `\`${node}\` takes no part: it is disabled, hangs on a node that is, or only feeds one that is frozen.`
      : `There is no node \`${node}\` in this flow.`,
    ...(exists ? {} : didYouMean(node, Object.keys(flow.flow.nodes))),
  })
}

const unshown = (flow: CompiledFlow, compiled: CompiledNode, port: string): ProblemError => {
  const names = compiled.outputPorts.map(p => p.name)
  if (names.length > 0 && !names.includes(port))
    return new ProblemError({
      code: 'E-PORT-UNKNOWN',
      severity: 'error',
      node: compiled.id,
      message: `\`${compiled.id}\` has no output \`${port}\`.`,
      hint: didYouMean(port, names).hint ?? `it has ${names.map(name => `\`${name}\``).join(', ')}`,
    })
  const before = upstream(graphOf(flow.flow), [compiled.id])
  const errors = flow.problems.filter(p => p.severity === 'error')
  const cause =
    errors.find(p => p.node === compiled.id) ??
    errors.find(p => p.node !== undefined && before.has(p.node)) ??
    errors.find(p => p.node === undefined)
  return new ProblemError(
    cause ?? {
      code: 'E-INPUT-BROKEN',
      severity: 'error',
      node: compiled.id,
      message: `\`${compiled.id}\` cannot be shown: what it needs is missing.`,
    },
  )
}
