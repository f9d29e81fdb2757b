import type { Edge, Flow } from '#core/flow/types.ts'
import type { Faces, InputPort, OutputPort } from '#core/node/kind.ts'
import { z } from '#core/node/settings.ts'

/** One end of an edge. */
export interface End {
  readonly node: string
  readonly port: string
}

export const endOf = (text: string): End => {
  const dot = text.indexOf('.')
  return { node: text.slice(0, dot), port: text.slice(dot + 1) }
}

export const edgeOf = (from: End, to: End): Edge => ({ from: `${from.node}.${from.port}`, to: `${to.node}.${to.port}` })

export const edgeKey = (edge: Edge) => `${edge.from}>${edge.to}`

/** A port's name as a person reads it. */
export const portLabel = (name: string) => name.replaceAll('_', ' ')

/** A lone output is called what it gives: rows. */
export const outputLabel = (outputs: readonly OutputPort[], output: OutputPort): string =>
  output.name === 'out' && outputs.filter(port => port.role !== 'reject').length === 1 ? 'rows' : portLabel(output.name)

export const titleOf = (flow: Flow, catalogue: Faces, id: string): string => {
  const [own = id, ...inner] = id.split('/')
  const node = flow.nodes[own]
  return [node?.title ?? (node && catalogue.get(node.kind)?.title) ?? own, ...inner].join(' › ')
}

/** Each setting that is valid by itself with its defaults, so that one that is half-typed takes no port away. */
const eachByItself = (schema: z.ZodType, settings: Readonly<Record<string, unknown>>): unknown => {
  if (!(schema instanceof z.ZodObject)) return settings
  const parsed = Object.entries(schema.shape as Record<string, z.ZodType>).map(([key, own]) => {
    const outcome = own.safeParse(settings[key])
    return [key, outcome.success ? outcome.data : settings[key]] as const
  })
  return { ...settings, ...Object.fromEntries(parsed) }
}

/** Settings with the kind's defaults put in; what is not valid stands as it is. */
export const settingsOf = (catalogue: Faces, kind: string, settings: Readonly<Record<string, unknown>>): unknown => {
  const schema = catalogue.get(kind)?.settings
  if (!schema) return settings
  const parsed = schema.safeParse(settings)
  return parsed.success ? parsed.data : eachByItself(schema, settings)
}

export interface Ports {
  readonly inputs: readonly InputPort[]
  readonly outputs: readonly OutputPort[]
}

const guarded = <T>(ports: () => readonly T[]): readonly T[] => {
  try {
    return ports()
  } catch {
    return []
  }
}

const wired = (flow: Flow, id: string): Ports => ({
  inputs: [
    ...new Set(
      flow.edges
        .map(edge => endOf(edge.to))
        .filter(end => end.node === id)
        .map(end => end.port),
    ),
  ].map(name => ({ name })),
  outputs: [
    ...new Set(
      flow.edges
        .map(edge => endOf(edge.from))
        .filter(end => end.node === id)
        .map(end => end.port),
    ),
  ].map(name => ({ name })),
})

/** Ports of a kind with these settings. Half-typed settings may not satisfy a kind: then it has no ports that depend on them. */
export const portsOfKind = (
  catalogue: Faces,
  kind: string,
  settings: Readonly<Record<string, unknown>>,
): Ports | null => {
  const known = catalogue.get(kind)
  if (!known) return null
  const full = settingsOf(catalogue, kind, settings)
  return { inputs: guarded(() => known.inputs(full)), outputs: guarded(() => known.outputs(full)) }
}

/** Ports of a node; of an unknown kind those that edges speak of. */
export const portsOf = (flow: Flow, catalogue: Faces, id: string): Ports => {
  const node = flow.nodes[id]
  if (!node) return { inputs: [], outputs: [] }
  return portsOfKind(catalogue, node.kind, node.settings) ?? wired(flow, id)
}

/** Says whether `to` can be reached from `from` along the edges. */
export const reaches = (flow: Flow, from: string, to: string): boolean => {
  const seen = new Set([from])
  for (const id of seen) for (const edge of flow.edges) if (endOf(edge.from).node === id) seen.add(endOf(edge.to).node)
  return seen.has(to)
}

/** Why an edge cannot be drawn, in a sentence, or null if it can. */
export const refusal = (flow: Flow, catalogue: Faces, from: End, to: End): string | null => {
  if (from.node === to.node) return 'A node cannot feed itself.'
  const output = portsOf(flow, catalogue, from.node).outputs.find(port => port.name === from.port)
  const input = portsOf(flow, catalogue, to.node).inputs.find(port => port.name === to.port)
  const title = (id: string) => titleOf(flow, catalogue, id)
  if (!output) return `${title(from.node)} has no output ${portLabel(from.port)}.`
  if (!input) return `${title(to.node)} has no input ${portLabel(to.port)}.`
  const edge = edgeOf(from, to)
  if (flow.edges.some(other => edgeKey(other) === edgeKey(edge))) return 'These two ports are connected already.'
  const taken = input.many ? undefined : flow.edges.find(other => other.to === edge.to)
  if (taken)
    return `The input ${to.port === 'in' ? '' : `${portLabel(to.port)} `}takes one edge, and ${title(endOf(taken.from).node)} is connected to it already.`
  if (reaches(flow, to.node, from.node))
    return `This would be a cycle: ${title(from.node)} already comes after ${title(to.node)}.`
  return null
}
