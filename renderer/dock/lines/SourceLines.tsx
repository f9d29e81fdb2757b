import { FileText, Pilcrow, Scan, Table2 } from 'lucide-react'
import { type KeyboardEvent, type UIEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { DescribedLine, Description } from '#core/source/description.ts'
import { titleOf } from '../../store/ports.ts'
import { useDocument, useEditor } from '../../store/use-editor.ts'
import { Chip, ChipButton } from '../../ui/Chip.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { icon12, icon20 } from '../../ui/icon.ts'
import { Select } from '../../ui/Select.tsx'
import { TypeGlyph } from '../../ui/TypeGlyph.tsx'
import { Words } from '../../ui/Words.tsx'
import type { PanelProps } from '../Dock.tsx'
import { PortChooser } from '../PortChooser.tsx'
import type { Looked } from '../upstream.ts'
import { useDescription } from '../use-description.ts'
import './lines.css'
import { visible } from './line-text.ts'
import { cellId, RawLine } from './RawLine.tsx'
import { ReadRow, readId } from './ReadRow.tsx'

interface Place {
  readonly line: number
  readonly cell: number
}

const placeOf = (target: EventTarget | null): Place | null => {
  const element = target instanceof Element ? target : null
  const line = element?.closest('[data-line]')?.getAttribute('data-line')
  if (line === null || line === undefined) return null
  return { line: Number(line), cell: Number(element?.closest('[data-cell]')?.getAttribute('data-cell') ?? -1) }
}

/** A line by its number; of several with the same one, which of them. */
const keysOf = (lines: readonly DescribedLine[]): readonly string[] => {
  const times = new Map<number, number>()
  return lines.map(({ number }) => {
    const before = times.get(number) ?? 0
    times.set(number, before + 1)
    return `${number} ${before}`
  })
}

const steps: Readonly<Record<string, readonly [line: number, cell: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
  Home: [0, -1e6],
  End: [0, 1e6],
}

const within = (value: number, count: number): number => Math.min(Math.max(0, value), Math.max(0, count - 1))

/** What the lit cell is, and is read as. */
const sayOf = (line: DescribedLine | undefined, cell: number, columns: Description['columns']): string => {
  if (!line) return ''
  const span = line.cells[cell]
  const text = span ? `\`${visible(line.text.slice(...span), false)}\`` : ''
  const column = columns[cell] && span ? `, \`${columns[cell].name}\`` : ''
  if (line.reason !== null) return `Line ${line.number}: ${line.reason}. ${text}`
  if (line.kind === 'skipped') return `Line ${line.number} is left out: it stands above the table.`
  if (line.kind === 'header') return `Line ${line.number} names the columns. ${text}`
  if (line.kind === 'empty') return `Line ${line.number} is empty.`
  if (!span) return `Line ${line.number}`
  const value = line.values?.[cell]
  if (line.wrong.includes(cell))
    return `Line ${line.number}${column}: ${text} is no ${columns[cell]?.type}, and becomes null.`
  return `Line ${line.number}${column}: ${text} is read as ${value === null || value === undefined ? 'null' : `\`${value}\``}.`
}

interface LinesProps {
  readonly description: Description
  readonly label: string
  readonly signs: boolean
}

/** Lines as they stand in the file, and beside them the rows that they are read as; a cell lights up on both sides. */
const Lines = ({ description: { lines, columns }, label, signs }: LinesProps) => {
  const [place, setPlace] = useState<Place>({ line: 0, cell: 0 })
  const raw = useRef<HTMLDivElement>(null)
  const read = useRef<HTMLDivElement>(null)
  const isRow = (lines[place.line]?.values ?? null) !== null
  const both = useRef<HTMLDivElement>(null)
  const keys = useMemo(() => keysOf(lines), [lines])
  useEffect(() => {
    const pane = both.current
    const hover = ({ target }: MouseEvent) => {
      const found = placeOf(target)
      if (found && found.cell >= 0) setPlace(old => (old.line === found.line && old.cell === found.cell ? old : found))
    }
    pane?.addEventListener('mouseover', hover)
    return () => pane?.removeEventListener('mouseover', hover)
  }, [])
  const lit = (index: number) => (place.line === index ? place.cell : null)
  const follow = (event: UIEvent<HTMLElement>) => {
    const other = event.currentTarget === raw.current ? read.current : raw.current
    if (other && other.scrollTop !== event.currentTarget.scrollTop) other.scrollTop = event.currentTarget.scrollTop
  }
  const show = (next: Place) => {
    setPlace(next)
    requestAnimationFrame(() => {
      for (const pane of [raw.current, read.current])
        pane
          ?.querySelector(`[data-line="${next.line}"] [data-cell="${next.cell}"]`)
          ?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    })
  }
  const move = (event: KeyboardEvent) => {
    const step = steps[event.key]
    if (!step) return
    event.preventDefault()
    const line = within(place.line + step[0], lines.length)
    show({ line, cell: within(place.cell + step[1], Math.max(1, lines[line]?.cells.length ?? 1)) })
  }
  return (
    <div ref={both} className="source-lines">
      <div
        ref={raw}
        className={signs ? 'raw-pane signs' : 'raw-pane'}
        role="grid"
        aria-label={`First lines of ${label}`}
        aria-rowcount={lines.length}
        aria-activedescendant={cellId(place.line, Math.max(0, place.cell))}
        tabIndex={0}
        onKeyDown={move}
        onScroll={follow}
      >
        <div className="lines-head" role="presentation">
          as it stands in the file
        </div>
        {lines.map((line, index) => (
          <RawLine key={keys[index]} line={line} index={index} lit={lit(index)} signs={signs} />
        ))}
      </div>
      <div ref={read} className="read-pane" onScroll={follow}>
        <div
          className="read-rows"
          role="grid"
          aria-label={`Rows read from ${label}`}
          aria-activedescendant={readId(place.line, isRow ? Math.max(0, place.cell) : 0)}
          tabIndex={0}
          onKeyDown={move}
        >
          <div className="read-head" role="row" tabIndex={-1}>
            {columns.map(({ name, type }) => (
              <div key={name} role="columnheader" tabIndex={-1} title={`${name}\n${type}`}>
                <TypeGlyph type={type} /> {name}
              </div>
            ))}
          </div>
          {lines.map((line, index) => (
            <ReadRow key={keys[index]} line={line} index={index} lit={lit(index)} columns={columns} />
          ))}
        </div>
      </div>
      <output className="lines-foot">
        <Words text={sayOf(lines[place.line], place.cell, columns)} />
      </output>
    </div>
  )
}

/** The first lines of a source's file in the place of its rows. */
export const SourceLines = ({ looked, bar }: PanelProps & { readonly looked: Looked }) => {
  const { catalogue, session } = useEditor()
  const flow = useDocument(state => state.base)
  const { description, waiting, problem, choose } = useDescription(looked.node)
  const [signs, setSigns] = useState(false)
  const title = titleOf(flow, catalogue, looked.node)
  const told = problem ?? description?.problem ?? null
  const options = useMemo(
    () => (description?.files ?? []).map(({ name }, i) => ({ value: String(i), label: name })),
    [description],
  )
  return (
    <>
      {bar(
        <>
          <PortChooser looked={looked} />
          {description && description.lines.length > 0 && (
            <Chip tone="on" icon={<Scan {...icon12} />} title="What these lines are of">
              first {description.lines.length} lines of {description.files[description.file]?.name}
            </Chip>
          )}
        </>,
      )}
      <div className="tools">
        <ChipButton icon={<Table2 {...icon12} />} onClick={() => session.getState().setLinesShown(false)}>
          Rows
        </ChipButton>
        <ChipButton
          tone="on"
          aria-pressed={true}
          icon={<FileText {...icon12} />}
          onClick={() => session.getState().setLinesShown(false)}
        >
          First lines
        </ChipButton>
        <span className="sep" />
        <ChipButton
          tone={signs ? 'on' : 'plain'}
          aria-pressed={signs}
          icon={<Pilcrow {...icon12} />}
          onClick={() => setSigns(!signs)}
        >
          Signs
        </ChipButton>
        {options.length > 1 && (
          <Select
            size="sm"
            className="lines-file"
            label="File that is looked at"
            value={String(description?.file ?? 0)}
            options={options}
            onChange={value => choose(Number(value))}
          />
        )}
      </div>
      {told && (
        <div className="sql-problem" role="alert">
          <span>
            <Words text={told.message} />
          </span>
        </div>
      )}
      {description && description.lines.length > 0 ? (
        <Lines key={description.file} description={description} label={title} signs={signs} />
      ) : (
        <EmptyState
          icon={<FileText {...icon20} />}
          title={waiting ? 'Looking at the file' : 'There are no lines to show'}
        >
          {waiting ? null : 'Choose a file that can be read, in the settings of the source.'}
        </EmptyState>
      )}
    </>
  )
}
