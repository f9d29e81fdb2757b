import { Copy, Database, Scan } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react'
import type { Problem } from '#core/problem.ts'
import { writeClipboard } from '../grid/copy.ts'
import { CodeField } from '../monaco/CodeField.tsx'
import { titleOf } from '../store/ports.ts'
import { problemOf } from '../store/problem-of.ts'
import { useDocument, useEditor, useFacts, useSession } from '../store/use-editor.ts'
import { ChipButton } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { icon12, icon20 } from '../ui/icon.ts'
import { SeverityGlyph } from '../ui/SeverityGlyph.tsx'
import { Words } from '../ui/Words.tsx'
import type { PanelProps } from './Dock.tsx'
import { PortChooser } from './PortChooser.tsx'
import { statementText } from './statement.ts'
import { ancestorsOf, type Looked, lookedAt, upstreamKey } from './upstream.ts'

interface Printed {
  readonly sql: string
  readonly problem: Problem | null
}

const RunPlan = lazy(() => import('./plan/RunPlan.tsx'))

const pause = 150

/** The SQL of a port; while the flow is not valid the last one stays. */
const useSql = ({ rows: { node, port } }: Looked): Printed => {
  const editor = useEditor()
  const key = useDocument(state => upstreamKey(state.base, node))
  const params = useSession(state => state.params)
  const [printed, setPrinted] = useState<Printed>({ sql: '', problem: null })
  const asked = JSON.stringify([key, params])
  useEffect(() => {
    const own = new AbortController()
    const ask = async () => {
      if (!asked) return
      try {
        const { sql } = await editor.client.call(
          'sql',
          { document: editor.current(), node, port },
          { signal: own.signal },
        )
        if (!own.signal.aborted) setPrinted({ sql, problem: null })
      } catch (error) {
        if (!own.signal.aborted) setPrinted(old => ({ sql: old.sql, problem: problemOf(error) }))
      }
    }
    const timer = setTimeout(() => void ask(), pause)
    return () => {
      clearTimeout(timer)
      own.abort()
    }
  }, [editor, asked, node, port])
  return printed
}

/** Whose work the statement does, and which of them needs all rows. */
const Statement = ({ looked: { rows } }: { readonly looked: Looked }) => {
  const { catalogue } = useEditor()
  const flow = useDocument(state => state.base)
  const facts = useFacts(state => state.nodes)
  const found = facts[rows.node]?.outputs[rows.port]
  if (!found) return null
  const title = (id: string) => titleOf(flow, catalogue, id)
  const nodes = ancestorsOf(flow, rows.node)
    .filter(id => facts[id])
    .reverse()
  const { needsAll } = found
  return <p className="sql-statement">{statementText(nodes.map(title), needsAll === null ? null : title(needsAll))}</p>
}

const Sql = ({ looked, bar, of }: PanelProps & { readonly looked: Looked; readonly of: ReactNode }) => {
  const { sql, problem } = useSql(looked)
  return (
    <>
      {bar(
        <>
          {of}
          <PortChooser looked={looked} />
          <IconButton
            size="sm"
            label="Copy the SQL"
            icon={<Copy {...icon12} />}
            disabled={sql === ''}
            onClick={() => writeClipboard(sql)}
          />
        </>,
      )}
      {problem && (
        <div className="sql-problem">
          <SeverityGlyph severity="error" size={12} />
          <span>
            {sql && 'This is the SQL of the last valid settings. '}
            <Words text={problem.message} />
          </span>
        </div>
      )}
      {sql !== '' && !problem && <Statement looked={looked} />}
      {sql === '' ? (
        !problem && <EmptyState icon={<Database {...icon20} />} title="Writing the SQL" />
      ) : (
        <CodeField query readOnly fill value={sql} label="SQL of the shown rows" />
      )}
    </>
  )
}

/** What the SQL is of: the shown rows, or a run of the whole flow. */
const Of = ({ run, onChange }: { readonly run: boolean; readonly onChange: (run: boolean) => void }) => (
  <>
    <ChipButton tone={run ? 'plain' : 'on'} aria-pressed={!run} onClick={() => onChange(false)}>
      Shown rows
    </ChipButton>
    <ChipButton tone={run ? 'on' : 'plain'} aria-pressed={run} onClick={() => onChange(true)}>
      Whole run
    </ChipButton>
  </>
)

/** The SQL that computes the shown rows, or that a run sends, to read and to copy. */
export const SqlPanel = ({ bar }: PanelProps) => {
  const { catalogue } = useEditor()
  const shown = useSession(state => state.shown)
  const flow = useDocument(state => state.base)
  const [run, setRun] = useState(false)
  const looked = useMemo(() => shown && lookedAt(flow, catalogue, shown.node, shown.port), [flow, catalogue, shown])
  const of = <Of run={run} onChange={setRun} />
  if (run && shown && flow.nodes[shown.node])
    return (
      <>
        {bar(of)}
        <Suspense>
          <RunPlan node={shown.node} />
        </Suspense>
      </>
    )
  if (looked) return <Sql key={`${looked.rows.node}.${looked.rows.port}`} looked={looked} bar={bar} of={of} />
  return (
    <EmptyState icon={<Scan {...icon20} />} title="Select a node">
      The SQL that computes its rows is shown here.
    </EmptyState>
  )
}
