import { didYouMean } from '../flow/nearest.ts'
import { parseFlow } from '../flow/parse.ts'
import type { Flow, ParameterValue } from '../flow/types.ts'
import type { Boundary, Catalogue, Compiled, Faces, FlowReference } from '../node/kind.ts'
import { hasErrors, type Problem } from '../problem.ts'
import type { Input } from '../relation/relation.ts'
import { type Names, substitute } from './substitute.ts'
import type { CompiledFlow, CompiledNode, CompileWorld, FoundFlow } from './types.ts'

type Report = (problem: Omit<Problem, 'node'>) => void

/** Where a flow stands that is compiled: by itself, or in the place of a node of another one. */
export interface Scope {
  /** What stands before the ids of its nodes: those of the nodes in whose place it stands. */
  readonly prefix: string
  /** What its relative paths are resolved against; null: the request's folder. */
  readonly folder: string | null
  /** The files of the flows around it, the outermost first, and its own. */
  readonly trail: readonly string[]
  /** Rows that are handed in, by the names of its inputs; null of a flow by itself. */
  readonly given: Readonly<Record<string, Input>> | null
}

/** An input or output of a flow, and the node that is it. */
export interface BoundaryNode extends Boundary {
  readonly node: string
}

/** The inputs and outputs of a flow, in the order of its nodes. */
export const boundaryOf = (flow: Flow, catalogue: Faces): readonly BoundaryNode[] =>
  Object.entries(flow.nodes).flatMap(([node, { kind: name, disabled, settings }]) => {
    const kind = catalogue.get(name)
    const parsed = kind?.boundary && !disabled ? kind.settings.safeParse(settings) : null
    return parsed?.success && kind?.boundary ? [{ ...kind.boundary(parsed.data), node }] : []
  })

/** Two inputs of one name, or two outputs. */
export const boundaryTwice = (boundary: readonly BoundaryNode[]): readonly Problem[] =>
  boundary.flatMap(({ node, direction, name }, i) => {
    const before = boundary.slice(0, i).find(other => other.direction === direction && other.name === name)
    if (!before) return []
    const message = `Two ${direction}s of this flow are called \`${name}\`: \`${before.node}\` and \`${node}\`.`
    return [{ code: 'E-BOUNDARY-TWICE', severity: 'error' as const, node, setting: 'name', message }]
  })

const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path

/** A flow that stands in a node's place, as far as it is known without the rows that come in. */
export interface InnerFlow {
  readonly flow: Flow
  readonly scope: Omit<Scope, 'given'>
  readonly params: Readonly<Record<string, ParameterValue>>
  /** Outputs and the nodes that they are. */
  readonly outputs: readonly BoundaryNode[]
  /** A problem of it, told at the node. */
  told(problem: Problem): Omit<Problem, 'node'>
}

interface Place {
  readonly id: string
  readonly reference: FlowReference
  /** The node's own ports. */
  readonly ports: Readonly<Record<'inputs' | 'outputs', readonly string[]>>
  readonly scope: Scope
  readonly names: Names
  readonly catalogue: Catalogue
  readonly world: CompileWorld
  readonly report: Report
}

/** Reads the flow that stands in a node's place, and holds the node's ports and parameters against it; null after reporting what is wrong. */
export const readInner = async (place: Place): Promise<InnerFlow | null> => {
  const { id, reference, scope, world, report, catalogue } = place
  const outcome = await world.flow(reference.path, scope.folder)
  if (!outcome.ok) {
    report({ setting: 'path', ...outcome.problem })
    return null
  }
  const { found } = outcome
  const told = tellerOf(fileName(found.file))
  if (!isNew(found, place)) return null
  const { flow, problems } = parseFlow(found.text)
  for (const problem of problems) report(told(problem))
  if (!flow || hasErrors(problems)) return null
  const boundary = boundaryOf(flow, catalogue)
  const fits = [portsFit(boundary, 'input', place), portsFit(boundary, 'output', place)]
  const params = paramsOf(flow, place)
  if (params === null || fits.includes(false)) return null
  const outputs = boundary.filter(({ direction }) => direction === 'output')
  const inner = { prefix: `${scope.prefix}${id}/`, folder: found.folder, trail: [...scope.trail, found.file] }
  return { flow, scope: inner, params, outputs, told }
}

const tellerOf =
  (name: string): InnerFlow['told'] =>
  ({ code, severity, node, message, hint }) => ({
    code,
    severity,
    message: `In ${node === undefined ? '' : `\`${node}\` of `}\`${name}\`: ${message}`,
    ...(hint === undefined ? {} : { hint }),
  })

/** A flow that stands in itself would never end. */
const isNew = ({ file }: FoundFlow, { scope, report }: Place): boolean => {
  const first = scope.trail.indexOf(file)
  if (first < 0) return true
  const path = [...scope.trail.slice(first), file].map(each => `\`${fileName(each)}\``).join(' → ')
  report({
    code: 'E-SUBFLOW-RECURSION',
    severity: 'error',
    setting: 'path',
    message: `A flow cannot be a part of itself: ${path}.`,
    hint: 'choose another flow',
  })
  return false
}

const listed = (names: readonly string[]): string =>
  names.length === 0 ? 'none' : names.map(name => `\`${name}\``).join(', ')

const portsFit = (boundary: readonly BoundaryNode[], direction: Boundary['direction'], place: Place): boolean => {
  const names = boundary.filter(each => each.direction === direction).map(({ name }) => name)
  const key = direction === 'input' ? 'inputs' : 'outputs'
  const own = place.ports[key]
  if (direction === 'output' && names.length === 0) {
    const message = 'The flow gives no rows out: it has no node of the kind Output.'
    place.report({ code: 'E-SUBFLOW-PORTS', severity: 'error', setting: 'path', message, hint: 'add one to it' })
    return false
  }
  if (own.length === names.length && own.every(name => names.includes(name))) return true
  place.report({
    code: 'E-SUBFLOW-PORTS',
    severity: 'error',
    setting: key,
    message: `The ${key} of the flow are ${listed(names)}, and those of this node ${listed(own)}.`,
    hint: 'take them over from the flow',
    fix: { title: `Take over the ${key}`, node: place.id, path: [key], value: names },
  })
  return false
}

/** Values of the inner parameters; a path is meant from the outer flow's folder. */
const paramsOf = (flow: Flow, { reference, names, scope, world, report }: Place): InnerFlow['params'] | null => {
  let sound = true
  const tell: Report = problem => {
    sound = false
    report(problem)
  }
  const values = Object.entries(reference.params).map(([name, text]) => {
    const setting = `params.${name}`
    const declared = Object.hasOwn(flow.params, name) ? flow.params[name] : undefined
    if (!declared)
      tell({
        code: 'E-PARAM-UNKNOWN',
        severity: 'error',
        setting,
        message: `The flow has no parameter \`${name}\`.`,
        ...didYouMean(name, Object.keys(flow.params)),
      })
    const value = substitute(text, setting, names, tell)
    return [name, declared?.type === 'path' && value !== '' ? world.absolute(value, scope.folder) : value] as const
  })
  return sound ? Object.fromEntries(values) : null
}

/** What the outputs of a compiled inner flow read, by their names; an output that no rows arrive at is reported. */
export const endsOf = (
  outputs: readonly BoundaryNode[],
  prefix: string,
  compiled: CompiledFlow,
  report: Report,
): Readonly<Record<string, Input>> => {
  const leaves = outputs.flatMap(({ node, name }) => {
    const read = compiled.nodes[prefix + node]?.inputs.in?.[0]
    return read ? [[name, read] as const] : []
  })
  const lacking = outputs.find(({ name }) => leaves.every(([known]) => known !== name))
  if (lacking && !hasErrors(compiled.problems))
    report({
      code: 'E-SUBFLOW-PORTS',
      severity: 'error',
      setting: 'path',
      message: `No rows arrive at the output \`${lacking.name}\` of the flow: what feeds it is disabled.`,
    })
  return Object.fromEntries(leaves)
}

/** What a person should know of the rows of a flow in a node's place. */
export const wordsOf = (within: readonly CompiledNode[]): Pick<Compiled, 'notDeterministic' | 'flagsStop'> => {
  const compiled = within.map(node => node.compiled)
  const notDeterministic = compiled.find(node => node?.notDeterministic)?.notDeterministic
  const flagsStop = compiled.find(node => node?.flagsStop)?.flagsStop
  return { ...(notDeterministic ? { notDeterministic } : {}), ...(flagsStop ? { flagsStop } : {}) }
}
