import { GripVertical, X } from 'lucide-react'
import { type DragEvent, type ReactNode, useState } from 'react'
import { IconButton } from '../ui/IconButton.tsx'
import { icon12, icon14 } from '../ui/icon.ts'

export interface ItemRowProps {
  readonly index: number
  /** Distinguishes this list from others while dragging. */
  readonly list: string
  readonly what: string
  readonly onRemove?: () => void
  readonly onMove?: (from: number, to: number) => void
  readonly children: ReactNode
  readonly invalid?: boolean
  readonly className?: string
}

const kind = 'application/x-weir-item'

/** An item of a list: a grip to drag it by (or Alt with the arrows), its fields, a cross. */
export const ItemRow = ({ index, list, what, onRemove, onMove, children, invalid, className = '' }: ItemRowProps) => {
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    setOver(false)
    const [from, source] = event.dataTransfer.getData(kind).split('\n')
    if (source === list) onMove?.(Number(from), index)
    event.preventDefault()
  }
  return (
    <li
      className={`item-row ${className}${over ? ' over' : ''}`}
      data-invalid={invalid || undefined}
      onDragOver={event => {
        if (!onMove || !event.dataTransfer.types.includes(kind)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {onMove && (
        <button
          type="button"
          className="item-grip"
          draggable
          aria-label={`Move ${what}: Alt with an arrow`}
          onDragStart={event => event.dataTransfer.setData(kind, `${index}\n${list}`)}
          onKeyDown={event => {
            const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
            if (!step) return
            event.preventDefault()
            event.stopPropagation()
            onMove(index, index + step)
          }}
        >
          <GripVertical {...icon12} />
        </button>
      )}
      {children}
      {onRemove && (
        <IconButton size="xs" label={`Remove ${what}`} icon={<X {...icon14} size={12} />} onClick={onRemove} />
      )}
    </li>
  )
}
