import type { Problem } from '../problem.ts'
import type { Active } from './active.ts'
import type { Prepared } from './prepare.ts'

const title = (prepared: Prepared): string => prepared.node.title ?? prepared.kind.title

/** Reports connections that lead nowhere, ports that lack one or have too many, and cycles. */
export const wiring = (prepared: ReadonlyMap<string, Prepared>, active: Active, problems: Problem[]): void => {
  const wrongPort = (end: Prepared, port: string, direction: 'input' | 'output', known: readonly string[]) =>
    end.report({
      code: 'E-PORT-UNKNOWN',
      severity: 'error',
      message: `${end.kind.title} has no ${direction} \`${port}\`.`,
      hint: known.length ? `it has ${known.map(name => `\`${name}\``).join(', ')}` : `it has no ${direction}`,
    })
  for (const [id, node] of prepared) {
    const ports = node.kind.inputs(node.settings)
    for (const edge of active.into(id)) {
      const source = prepared.get(edge.from.node)
      if (!ports.some(p => p.name === edge.to.port))
        wrongPort(
          node,
          edge.to.port,
          'input',
          ports.map(p => p.name),
        )
      const outputs = source?.kind.outputs(source.settings).map(p => p.name) ?? []
      if (source && !outputs.includes(edge.from.port)) wrongPort(source, edge.from.port, 'output', outputs)
    }
    for (const port of ports) {
      const count = active.into(id).filter(edge => edge.to.port === port.name).length
      if (count > 1 && !port.many)
        node.report({
          code: 'E-INPUT-TWICE',
          severity: 'error',
          message: `The input \`${port.name}\` of ${title(node)} takes one connection, and has ${count}.`,
        })
      if (count === 0 && !port.optional)
        node.report({
          code: 'E-INPUT-MISSING',
          severity: 'error',
          message: `The input \`${port.name}\` of ${title(node)} is not connected.`,
        })
    }
  }
  for (const cycle of active.cycles)
    problems.push({
      code: 'E-CYCLE',
      severity: 'error',
      node: cycle[0]!,
      message: `The nodes ${cycle.map(id => `\`${id}\``).join(' → ')} form a cycle.`,
      hint: 'remove one of the connections between them',
    })
}
