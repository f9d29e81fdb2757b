import { useRun } from '../store/use-editor.ts'
import { Elapsed } from './Elapsed.tsx'
import { NodeTable } from './NodeTable.tsx'

/** The run that goes on: its nodes as they are done. */
export const LiveRun = () => {
  const nodes = useRun(state => state.nodes)
  const states = Object.values(nodes)
  const done = states.filter(({ status }) => status !== 'waiting' && status !== 'running').length
  return (
    <section className="run-detail" aria-label="The run that goes on">
      <header className="run-title">
        <b>Running</b>
        <span className="f2">
          <Elapsed />, {done} of {states.length} nodes done
        </span>
      </header>
      <div className="run-scroll">
        <NodeTable nodes={nodes} />
      </div>
    </section>
  )
}
