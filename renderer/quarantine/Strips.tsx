import { Info, Save, TriangleAlert } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Problem } from '#core/problem.ts'
import { useDocument, useEditor, useRun } from '../store/use-editor.ts'
import { Button } from '../ui/Button.tsx'
import { icon12 } from '../ui/icon.ts'
import { SeverityGlyph } from '../ui/SeverityGlyph.tsx'
import { Words } from '../ui/Words.tsx'
import type { Entries } from './entries-state.ts'
import { countText } from './words.ts'

const Said = ({ problem, onAgain }: { readonly problem: Problem; readonly onAgain?: () => void }) => (
  <div className="entry-strip error" role="alert">
    <SeverityGlyph severity="error" size={12} />
    <span>
      <Words text={problem.message} /> {problem.hint && <Words text={`(${problem.hint})`} />}
    </span>
    <span className="sp" />
    {onAgain && (
      <Button size="sm" variant="ghost" onClick={onAgain}>
        Read again
      </Button>
    )}
  </div>
)

/** What the last run made of the corrections, in words; nothing where it had none to replay. */
const useReplayed = (entries: Entries, node: string) => {
  const finished = useRun(state => state.finishedAt)
  const status = useRun(state => state.status)
  const problems = useRun(state => state.report?.problems)
  const counts = useStore(entries, state => state.listed?.sinks.find(sink => sink.node === node)?.counts)
  const askedAt = useStore(entries, state => state.askedAt)
  const before = useRef<{ readonly resolved: number; readonly corrected: number } | null>(null)
  const [told, setTold] = useState<{
    readonly at: number
    readonly resolved: number
    readonly corrected: number
  } | null>(null)
  useEffect(() => {
    if (status === 'running' && counts && !before.current) before.current = counts
  }, [status, counts])
  useEffect(() => {
    const old = before.current
    if (status === 'running' || !counts || !old || finished === null || askedAt < finished) return
    before.current = null
    setTold({ at: finished, resolved: counts.resolved - old.resolved, corrected: old.corrected })
  }, [status, askedAt, counts, finished])
  if (!told || told.at !== finished) return null
  const unfit = (problems ?? []).filter(({ code }) => /^W-PATCH-/.test(code)).length
  const done = (problems ?? []).filter(({ code }) => code === 'I-PATCH-DONE').length
  if (told.corrected + unfit + done === 0 && told.resolved <= 0) return null
  const parts = [
    ...(told.resolved > 0 ? [`${countText(told.resolved, 'row is', 'rows are')} resolved`] : []),
    ...(unfit > 0 ? [`${countText(unfit, 'correction')} no longer ${unfit === 1 ? 'fits' : 'fit'}`] : []),
    ...(done > 0 ? [`${countText(done, 'correction is', 'corrections are')} no longer needed`] : []),
  ]
  return { text: parts.length > 0 ? parts.join(', ') : 'no row is resolved', resolved: told.resolved > 0 }
}

/** What is to be said above the rows: nowhere to keep corrections, what went wrong, what changed outside, what a run made of them. */
export const Strips = ({
  entries,
  node,
  onResolved,
}: {
  readonly entries: Entries
  readonly node: string
  readonly onResolved: () => void
}) => {
  const { files } = useEditor()
  const path = useDocument(state => state.path)
  const failure = useStore(entries, state => state.failure)
  const refused = useStore(entries, state => state.refused)
  const outside = useStore(entries, state => state.changedOutside)
  const problems = useStore(entries, state => state.listed?.problems)
  const whyNot = useStore(entries, state => state.listed?.sinks.find(sink => sink.node === node)?.whyNot ?? null)
  const count = useStore(entries, state => state.listed?.count ?? 0)
  const replayed = useReplayed(entries, node)
  const again = () => void entries.refresh()
  return (
    <>
      {failure && <Said problem={failure} onAgain={again} />}
      {(problems as readonly Problem[] | undefined)?.map(problem => (
        <Said key={problem.message} problem={problem} onAgain={again} />
      ))}
      {refused && !refused.edit && <Said problem={refused.problem} />}
      {outside && problems?.length === 0 && (
        <div className="entry-strip" role="status">
          <Info {...icon12} />
          <span>The corrections were changed on disk, and have been read again. Nothing was overwritten.</span>
          <span className="sp" />
          <Button size="sm" variant="ghost" onClick={() => entries.forget()}>
            Good
          </Button>
        </div>
      )}
      {path === null && (
        <div className="entry-strip" role="status">
          <Info {...icon12} />
          <span>Corrections are kept beside the flow, and this flow has no file yet.</span>
          <span className="sp" />
          <Button size="sm" icon={<Save {...icon12} />} onClick={() => void files.getState().save()}>
            Save the flow
          </Button>
        </div>
      )}
      {path !== null && whyNot !== null && count > 0 && (
        <div className="entry-strip warning" role="status">
          <TriangleAlert {...icon12} />
          <span>
            <Words text={`These rows cannot be corrected: ${whyNot}.`} /> Connect the quarantine to what one node lets
            aside, such as its reject.
          </span>
        </div>
      )}
      {replayed && (
        <div className="entry-strip" role="status">
          <Info {...icon12} />
          <span>The run is over: {replayed.text}.</span>
          <span className="sp" />
          {replayed.resolved && (
            <Button size="sm" variant="ghost" onClick={onResolved}>
              Show what is resolved
            </Button>
          )}
        </div>
      )}
    </>
  )
}
