import type { Problem } from '../problem.ts'
import { nodeIdPattern, parameterNamePattern } from './document.ts'
import { didYouMean } from './nearest.ts'
import { readParameter } from './parameters.ts'
import { parsePort } from './ports.ts'
import type { Edge, Flow } from './types.ts'

const error = (code: string, message: string, rest: Partial<Problem> = {}): Problem => ({
  code,
  severity: 'error',
  message,
  ...rest,
})

const checkIds = (flow: Flow): readonly Problem[] =>
  Object.keys(flow.nodes)
    .filter(id => !nodeIdPattern.test(id))
    .map(id =>
      error(
        'E-NODE-ID',
        `\`${id}\` cannot be a node's id: ids are lower-case letters, digits and \`_\`, begin with a letter, and have up to 63 characters.`,
        {
          node: id,
        },
      ),
    )

const checkParams = (flow: Flow): readonly Problem[] =>
  Object.entries(flow.params).flatMap(([name, parameter]) => {
    if (!parameterNamePattern.test(name))
      return [
        error(
          'E-PARAM-NAME',
          `\`${name}\` cannot be a parameter's name: names are letters, digits and \`_\`, and begin with no digit.`,
        ),
      ]
    if (parameter.type === 'choice' && !parameter.choices?.length)
      return [error('E-PARAM-VALUE', `The parameter \`${name}\` is a choice, and has no \`choices\`.`)]
    if (parameter.default === undefined) return []
    const read = readParameter(parameter, parameter.default)
    return read.ok ? [] : [error('E-PARAM-VALUE', `The default of the parameter \`${name}\` ${read.message}.`)]
  })

const checkEnd = (flow: Flow, edge: Edge, end: 'from' | 'to'): readonly Problem[] => {
  const text = edge[end]
  const port = parsePort(text)
  if (port === null)
    return [
      error(
        'E-EDGE-SHAPE',
        `An edge ${end === 'from' ? 'begins' : 'ends'} at \`${text}\`, which is not written \`node.port\`.`,
      ),
    ]
  if (Object.hasOwn(flow.nodes, port.node)) return []
  const hint = didYouMean(port.node, Object.keys(flow.nodes))
  return [
    error(
      'E-EDGE-NODE',
      `The edge from \`${edge.from}\` to \`${edge.to}\` names a node \`${port.node}\` that does not exist.`,
      hint,
    ),
  ]
}

const checkEdges = (flow: Flow): readonly Problem[] => {
  const seen = new Set<string>()
  return flow.edges.flatMap(edge => {
    const key = JSON.stringify([edge.from, edge.to])
    const twice = seen.has(key)
    seen.add(key)
    return [
      ...checkEnd(flow, edge, 'from'),
      ...checkEnd(flow, edge, 'to'),
      ...(twice ? [error('E-EDGE-TWICE', `The edge from \`${edge.from}\` to \`${edge.to}\` is there twice.`)] : []),
    ]
  })
}

/** What a document's shape does not say: ids, names of parameters, ends of edges. Kinds and ports are compile's matter. */
export const checkDocument = (flow: Flow): readonly Problem[] => [
  ...checkIds(flow),
  ...checkParams(flow),
  ...checkEdges(flow),
]
