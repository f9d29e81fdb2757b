import { formatCount, formatTime } from '../canvas/count.ts'
import { lightOf } from '../canvas/node-state.ts'
import { portsOf } from '../store/ports.ts'
import type { RunNode } from '../store/run.ts'
import { useDocument, useEditor } from '../store/use-editor.ts'
import { StateLight } from '../ui/StateLight.tsx'
import { TableHead } from '../ui/TableHead.tsx'
import { NodeName } from './NodeName.tsx'

export type NodeCounts = Pick<RunNode, 'status' | 'ms' | 'ports'>

type Ports = NonNullable<NodeCounts['ports']>

const countText = (rows: number | null): string => (rows === null ? 'not counted' : formatCount(rows))

/** Rows by port; one alone needs no name. */
const Counts = ({ ports, of }: { readonly ports: Ports; readonly of: readonly string[] }) => {
  const shown = of.filter(name => ports[name])
  return shown.map((name, i) => (
    <span key={name}>
      {i > 0 && ' · '}
      {shown.length > 1 && <span className="f3">{name} </span>}
      <span className={ports[name]?.rows === null ? 'f3' : undefined}>{countText(ports[name]?.rows ?? null)}</span>
    </span>
  ))
}

const Row = ({ id, node }: { readonly id: string; readonly node: NodeCounts }) => {
  const { catalogue } = useEditor()
  const flow = useDocument(state => state.flow)
  const ports = node.ports ?? {}
  const known = flow.nodes[id] ? portsOf(flow, catalogue, id).inputs.map(port => port.name) : ['in', 'left', 'right']
  const inputs = Object.keys(ports).filter(name => known.includes(name))
  const outputs = Object.keys(ports).filter(name => !known.includes(name))
  const flagged = ports[outputs[0] ?? inputs[0] ?? '']?.flagged
  return (
    <tr>
      <td>
        <span className="run-named">
          <StateLight state={lightOf({ ...node, ports }, false, false) ?? 'waiting'} />
          <NodeName node={id} />
        </span>
      </td>
      <td className="r">{node.ms === undefined || node.status === 'skipped' ? '' : formatTime(node.ms)}</td>
      <td className="r">
        <Counts ports={ports} of={inputs} />
      </td>
      <td className="r">
        <Counts ports={ports} of={outputs} />
      </td>
      <td className="r">{flagged === undefined || flagged === null ? '' : formatCount(flagged)}</td>
    </tr>
  )
}

/** Nodes with their states, times and counts, in the order in which they ran. */
export const NodeTable = ({ nodes }: { readonly nodes: Readonly<Record<string, NodeCounts>> }) => (
  <table className="run-table" aria-label="Nodes">
    <TableHead
      columns={['Node', { right: 'Time' }, { right: 'Rows in' }, { right: 'Rows out' }, { right: 'Flagged' }]}
    />
    <tbody>
      {Object.entries(nodes).map(([id, node]) => (
        <Row key={id} id={id} node={node} />
      ))}
    </tbody>
  </table>
)
