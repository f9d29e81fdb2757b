import { useMemo } from 'react'
import { formatCount } from '../canvas/count.ts'
import { endOf, portLabel, portsOf, titleOf } from '../store/ports.ts'
import { useDocument, useEditor, useRun, useSession } from '../store/use-editor.ts'

interface PortRowProps {
  readonly name: string
  readonly from?: readonly string[]
  readonly reject?: boolean
  readonly rows: number | null | undefined
  /** Rows with a flag, where rows can have one; null: not counted. */
  readonly flagged: number | null | undefined
  readonly shown: boolean
  readonly onShow: (() => void) | null
}

const PortLine = ({ name, from, reject, rows, flagged, shown, onShow }: PortRowProps) => (
  <button
    type="button"
    className={`port-line${reject ? ' reject' : ''}${shown ? ' shown' : ''}`}
    disabled={onShow === null}
    title={onShow ? 'Show these rows' : undefined}
    onClick={onShow ?? undefined}
  >
    <span className={`port-dot${from ? ' in' : ''}`} />
    <span className="f2">{portLabel(name)}</span>
    {from && <span className="f3 el">{from.length ? `from ${from.join(', ')}` : 'not connected'}</span>}
    <span className="sp" />
    {flagged !== undefined && flagged !== 0 && rows !== undefined && (
      <span className="tnum flagged" title={flagged === null ? 'Flagged rows were not counted' : undefined}>
        {flagged === null ? '–' : formatCount(flagged)} flagged
      </span>
    )}
    <span className="tnum rows">{rows === null ? 'not counted' : rows === undefined ? '' : formatCount(rows)}</span>
  </button>
)

/** Inputs with where they come from, outputs with their rows; a click shows the rows. */
export const Ports = ({ id }: { readonly id: string }) => {
  const { catalogue, session } = useEditor()
  const flow = useDocument(state => state.flow)
  const run = useRun(state => state.nodes[id])
  const shown = useSession(state => state.shown)
  const { inputs, outputs } = useMemo(() => portsOf(flow, catalogue, id), [flow, catalogue, id])
  const show = (node: string, port: string) => () => session.getState().show(node, port)
  return (
    <section className="sec ports">
      {inputs.map(({ name }) => {
        const sources = flow.edges.filter(edge => edge.to === `${id}.${name}`).map(edge => endOf(edge.from))
        const [first] = sources
        return (
          <PortLine
            key={`in ${name}`}
            name={name}
            from={sources.map(({ node, port }) => `${titleOf(flow, catalogue, node)} ${portLabel(port)}`)}
            rows={run?.ports?.[name]?.rows}
            flagged={run?.ports?.[name]?.flagged}
            shown={false}
            onShow={first ? show(first.node, first.port) : null}
          />
        )
      })}
      {outputs.map(({ name, role }, index) => (
        <PortLine
          key={`out ${name}`}
          name={name}
          reject={role === 'reject'}
          rows={run?.ports?.[name]?.rows}
          flagged={run?.ports?.[name]?.flagged}
          shown={shown?.node === id && (shown.port ?? outputs[0]?.name) === name && index >= 0}
          onShow={show(id, name)}
        />
      ))}
    </section>
  )
}
