import { Handle, type NodeProps, Position } from '@xyflow/react'
import { FlagOff, Plus } from 'lucide-react'
import { lazy, memo, Suspense } from 'react'
import { useStore } from 'zustand'
import { KindIcon } from '../app/KindIcon.tsx'
import { fileDrag } from '../bring/file-drag.ts'
import { outputLabel, portLabel } from '../store/ports.ts'
import { useEditor } from '../store/use-editor.ts'
import { QualityBar } from '../ui/QualityBar.tsx'
import { SeverityGlyph } from '../ui/SeverityGlyph.tsx'
import { StateLight } from '../ui/StateLight.tsx'
import { openSearch } from './add-search.ts'
import { formatCount, formatTime } from './count.ts'
import { draggedKind } from './drag-kind.ts'
import { rowsOf } from './geometry.ts'
import { type Card, useCard } from './use-card.ts'

const KeptWord = lazy(() => import('../quarantine/KeptWord.tsx'))

const percent = (progress: number) => `${Math.round(progress * 100)} %`

const meta = ({ run, light, bypass, freshness }: Card): string => {
  if (freshness) return freshness.word
  if (bypass) return 'bypassed'
  if (light === 'running') return run?.progress === undefined ? '' : percent(run.progress)
  return run?.ms !== undefined && (light === 'done' || light === 'staged') ? formatTime(run.ms) : ''
}

/** What a port row says where there is no number: free, waiting, stopped, in words. */
const word = (card: Card, port: string): string | null => {
  const rows = card.run?.ports?.[port]?.rows
  if (typeof rows === 'number') return formatCount(rows)
  if (card.light === 'disabled') return 'left out'
  if (card.light === 'done' || card.light === 'stale') return 'not counted'
  return card.light === 'failed' ? 'none' : null
}

const sinkWord = (card: Card): string => {
  const rows = card.run?.ports?.in?.rows
  const count = typeof rows === 'number' ? formatCount(rows) : null
  if (card.light === 'staged') return `${count ?? ''} staged`.trim()
  if (card.light === 'done' || card.light === 'stale')
    return count ? `${count} ${card.kind === 'sink.quarantine' ? 'kept' : 'rows'}` : 'written'
  if (card.light === 'running') return count ? `${count} read` : 'reading'
  const words = {
    waiting: 'waiting',
    gated: 'not published',
    stopped: 'not published',
    failed: 'not published',
    disabled: 'left out',
  } as const
  return card.light ? words[card.light] : 'not run yet'
}

const InputHandle = ({ name, on }: { readonly name: string; readonly on: boolean }) => (
  <Handle
    id={name}
    type="target"
    position={Position.Left}
    className={on ? 'h i on' : 'h i'}
    role="img"
    aria-label={`input ${portLabel(name)}`}
  />
)

const OutputHandle = ({
  name,
  on,
  reject,
}: {
  readonly name: string
  readonly on: boolean
  readonly reject: boolean
}) => (
  <Handle
    id={name}
    type="source"
    position={Position.Right}
    className={`h o${on ? ' on' : ''}${reject ? ' rj' : ''}`}
    role="img"
    aria-label={`output ${portLabel(name)}`}
  />
)

const PortRow = ({ id, card, index }: { readonly id: string; readonly card: Card; readonly index: number }) => {
  const { session } = useEditor()
  const { inputs, outputs } = card.ports
  const input = inputs[index]
  const output = outputs[index]
  const reject = output?.role === 'reject'
  const label = output && outputLabel(outputs, output)
  const count = output && word(card, output.name)
  return (
    <div className={reject ? 'pr rej' : 'pr'}>
      {input && <InputHandle name={input.name} on={card.wired.inputs.has(input.name)} />}
      {input && inputs.length > 1 && <span>{portLabel(input.name)}</span>}
      {output && (
        <button
          type="button"
          tabIndex={-1}
          className="po"
          title={`Show the rows of ${label}`}
          onClick={() => session.getState().show(id, output.name)}
        >
          {label}
          {count && <b>{count}</b>}
        </button>
      )}
      {output && <OutputHandle name={output.name} on={card.wired.outputs.has(output.name)} reject={reject} />}
      {output && !card.wired.outputs.has(output.name) && (
        <button
          type="button"
          tabIndex={-1}
          className={reject ? 'stub rej nodrag' : 'stub nodrag'}
          aria-label={`Add a node after ${portLabel(output.name)}`}
          onClick={event => openSearch({ x: event.clientX, y: event.clientY, after: { node: id, port: output.name } })}
        >
          <Plus size={12} strokeWidth={1.75} />
        </button>
      )}
      {index === 0 && card.kind === 'sink.quarantine' && (
        <Suspense fallback={null}>
          <KeptWord id={id} />
        </Suspense>
      )}
      {outputs.length === 0 && index === 0 && <b>{sinkWord(card)}</b>}
    </div>
  )
}

const checksText = (count: number) => (count === 1 ? '1 check failed' : `${count} checks failed`)

const classes = (card: Card, selected: boolean, takes: boolean) =>
  [
    'card',
    selected && 'sel',
    takes && 'takes',
    (card.light === 'failed' || card.light === 'gated') && 'bad',
    card.light === 'disabled' && 'dim',
    (card.light === 'disabled' || card.light === 'stopped') && 'ghost',
  ]
    .filter(Boolean)
    .join(' ')

const CardView = ({ id, selected }: NodeProps) => {
  const card = useCard(id)
  const takesKind = useStore(draggedKind, state => state.dragged?.into === id)
  const takesFile = useStore(fileDrag, state => state.drag?.into === id && state.drag.count === 1)
  const checks = card.checks && checksText(card.checks.count)
  const says = [card.title, checks, card.summary, card.flagsStop, card.freshness?.title ?? card.light, card.problem]
    .filter(Boolean)
    .join(', ')
  return (
    <div className={classes(card, selected, takesKind || takesFile)} data-node={id} role="group" aria-label={says}>
      <div className="hd">
        <KindIcon kind={card.kind} />
        <span className="t el" title={card.title}>
          {card.title}
        </span>
        {card.flagsStop && (
          <span className="stops" title={card.flagsStop}>
            <FlagOff size={12} strokeWidth={1.75} aria-hidden="true" />
          </span>
        )}
        <span className="ms tnum">{meta(card)}</span>
        {card.light ? (
          <StateLight state={card.light} title={card.freshness?.title} />
        ) : (
          card.problem && <SeverityGlyph severity="error" size={12} title={card.problem} />
        )}
      </div>
      <div className={card.mono ? 'su el mono' : 'su el'} title={card.summary}>
        {card.checks && (
          <span className={`checks ${card.checks.worst}`}>
            <SeverityGlyph severity={card.checks.worst} size={12} />
            {checksText(card.checks.count)}
          </span>
        )}
        {card.summary}
      </div>
      {Array.from({ length: rowsOf(card.ports) }, (_, index) => (
        // The rows of a card are its ports in order: the index is the row.
        <PortRow
          key={`${card.ports.inputs[index]?.name}/${card.ports.outputs[index]?.name}`}
          id={id}
          card={card}
          index={index}
        />
      ))}
      <div className="bar">
        <QualityBar
          parts={card.quality}
          note={card.uncounted}
          progress={card.light === 'running' ? (card.run?.progress ?? 0) : null}
        />
      </div>
    </div>
  )
}

export const NodeCard = memo(CardView)
