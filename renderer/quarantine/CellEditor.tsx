import { type KeyboardEvent, useEffect, useRef, useState } from 'react'

export interface Typing {
  readonly row: number
  readonly column: number
  readonly text: string
  /** Opened by typing: the arrows leave the cell. */
  readonly quick: boolean
  readonly problem: string | null
}

export type Leave = 'down' | 'up' | 'left' | 'right' | 'next' | 'back' | 'stay' | 'all'

export interface CellEditorProps {
  readonly typing: Typing
  readonly label: string
  /** Rows that are selected, to say that one correction may go to all of them. */
  readonly selected: number
  readonly onKeep: (text: string, leave: Leave) => void
  readonly onCancel: () => void
}

const leaves: Readonly<Record<string, Leave>> = { ArrowDown: 'down', ArrowUp: 'up' }
const quickLeaves: Readonly<Record<string, Leave>> = { ...leaves, ArrowLeft: 'left', ArrowRight: 'right' }

/** A cell being corrected; what it holds is kept when it is left, and dropped with Escape. */
export const CellEditor = ({ typing, label, selected, onKeep, onCancel }: CellEditorProps) => {
  const [text, setText] = useState(typing.text)
  const field = useRef<HTMLInputElement>(null)
  const over = useRef(false)
  useEffect(() => {
    field.current?.focus({ preventScroll: true })
    if (!typing.quick) field.current?.select()
  }, [typing])
  const keep = (leave: Leave) => {
    if (over.current) return
    over.current = true
    onKeep(text, leave)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const ctrl = event.ctrlKey || event.metaKey
    const leave =
      event.key === 'Enter'
        ? ctrl
          ? 'all'
          : event.shiftKey
            ? 'up'
            : 'down'
        : event.key === 'Tab'
          ? event.shiftKey
            ? 'back'
            : 'next'
          : ctrl || event.shiftKey || event.altKey
            ? undefined
            : (typing.quick ? quickLeaves : leaves)[event.key]
    event.stopPropagation()
    if (event.key === 'Escape') {
      event.preventDefault()
      over.current = true
      onCancel()
    } else if (leave) {
      event.preventDefault()
      keep(leave)
    }
  }
  return (
    <span className="cell-editor">
      <input
        ref={field}
        value={text}
        onChange={event => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => keep('stay')}
        onPointerDown={event => event.stopPropagation()}
        onDoubleClick={event => event.stopPropagation()}
        aria-label={label}
        aria-invalid={typing.problem !== null || undefined}
        aria-describedby={typing.problem === null ? undefined : 'cell-problem'}
        spellCheck={false}
        autoComplete="off"
      />
      {(typing.problem !== null || selected > 1) && (
        <span id="cell-problem" className={typing.problem === null ? 'cell-said' : 'cell-said wrong'} role="status">
          {typing.problem ?? `Ctrl Enter: all ${selected} rows`}
        </span>
      )}
    </span>
  )
}
