import { useEffect, useRef, useState } from 'react'
import type { PlannedPartitions, PlannedWrite, Report } from '#core/report.ts'
import { documentOf } from '../store/facts.ts'
import { problemOf } from '../store/problem-of.ts'
import { useDocument, useEditor } from '../store/use-editor.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { runCommand } from './commands.ts'
import { closeDialog } from './dialogs.ts'
import './dry-run.css'

type Found = { readonly report: Report } | { readonly failed: string } | null

/** Runs the flow without writing anything, for as long as the dialog is open. */
const useDryRun = (): Found => {
  const { client, document, session } = useEditor()
  const [found, setFound] = useState<Found>(null)
  useEffect(() => {
    const abort = new AbortController()
    const look = async () => {
      const asked = { document: documentOf(document, session), dryRun: true }
      for await (const value of client.feed('run', asked, { signal: abort.signal })) {
        if (value.event === 'finished') setFound({ report: value.report as Report })
      }
    }
    look().catch(error => {
      if (!abort.signal.aborted) setFound({ failed: problemOf(error).message })
    })
    return () => abort.abort()
  }, [client, document, session])
  return found
}

const exact = new Intl.NumberFormat('en-US')
const cell = (count: number | null): string => (count === null ? '?' : count === 0 ? '–' : exact.format(count))

const stateOf = ({ creates, partitions }: PlannedWrite): string => {
  if (creates) return 'created'
  return partitions ? `${cell(partitions.replaced.length)} replaced, ${cell(partitions.added.length)} new` : 'there'
}

const mostNames = 20

/** Names of partitions for a hint, a line each. */
const partitionsOf = ({ replaced, added }: PlannedPartitions): string => {
  const names = [...replaced.map(name => `${name} replaced`), ...added.map(name => `${name} new`)]
  const rest = names.length - mostNames
  return [...names.slice(0, mostNames), ...(rest > 0 ? [`and ${exact.format(rest)} more`] : [])].join('\n')
}

const Planned = ({ name, target, planned }: { name: string; target: string; planned: PlannedWrite | undefined }) => (
  <tr>
    <td className="el" title={target}>
      <b>{name}</b>
      <span className="mono f3"> {target}</span>
    </td>
    <td title={planned?.partitions && partitionsOf(planned.partitions)}>
      {planned ? stateOf(planned) : 'not reached'}
    </td>
    <td className="tnum">{planned ? cell(planned.inserted) : ''}</td>
    <td className="tnum">{planned ? cell(planned.updated) : ''}</td>
    <td className="tnum" title={planned?.deleted === null ? 'What lies there cannot be counted' : undefined}>
      {planned ? cell(planned.deleted) : ''}
    </td>
  </tr>
)

const Plan = ({ report }: { readonly report: Report }) => {
  const nodes = useDocument(state => state.flow.nodes)
  const sinks = Object.entries(report.sinks)
  const problems = report.problems.filter(({ severity }) => severity !== 'info')
  return (
    <>
      {sinks.length === 0 ? (
        <p className="f2">The flow has no sink that would write anything.</p>
      ) : (
        <table className="dry-run">
          <thead>
            <tr>
              <th>Sink</th>
              <th>Target</th>
              <th>Inserted</th>
              <th>Updated</th>
              <th>Deleted</th>
            </tr>
          </thead>
          <tbody>
            {sinks.map(([id, { target, planned }]) => (
              <Planned key={id} name={nodes[id]?.title || id} target={target} planned={planned} />
            ))}
          </tbody>
        </table>
      )}
      {problems.length > 0 && (
        <ul className="dry-run-problems">
          {problems.map(({ code, message }) => (
            <li key={`${code} ${message}`}>{message}</li>
          ))}
        </ul>
      )}
    </>
  )
}

const ends: Readonly<Record<Report['run']['status'], string>> = {
  succeeded: 'Rows against what lies there now. Nothing has been written yet.',
  failed: 'A run would fail, and publish nothing.',
  gated: 'A gate would stop the run, and nothing would be published.',
  cancelled: 'It was stopped.',
}

/** What a run would write, counted by one that writes nothing. */
const DryRunDialog = () => {
  const editor = useEditor()
  const found = useDryRun()
  const run = useRef<HTMLButtonElement>(null)
  const report = found && 'report' in found ? found.report : null
  const about = found && 'failed' in found ? found.failed : report ? ends[report.run.status] : 'Counting…'
  return (
    <Dialog
      open
      focus={run}
      width={640}
      onClose={closeDialog}
      title="What a run would write"
      description={about}
      actions={
        <>
          <span className="sp" />
          <Button onClick={closeDialog}>Close</Button>
          <Button
            ref={run}
            variant="main"
            onClick={() => {
              closeDialog()
              runCommand(editor, 'run')
            }}
          >
            Run
          </Button>
        </>
      }
    >
      {report && <Plan report={report} />}
    </Dialog>
  )
}

export default DryRunDialog
