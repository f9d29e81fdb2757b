import { Search, X } from 'lucide-react'
import type { Ref } from 'react'
import { IconButton } from './IconButton.tsx'
import { icon12 } from './icon.ts'
import { TextField } from './TextField.tsx'

export interface FindFieldProps {
  readonly ref: Ref<HTMLInputElement>
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** What the cross at its end does: it is there with it. */
  readonly close: { readonly label: string; readonly run: () => void } | null
  /** By Escape. */
  readonly onLeave: () => void
  readonly onEnter?: () => void
}

/** Where rows are sought by a text that they hold. */
export const FindField = ({ ref, label, value, onChange, close, onLeave, onEnter }: FindFieldProps) => (
  <TextField
    ref={ref}
    size="sm"
    className="find-field"
    value={value}
    onChange={onChange}
    placeholder="rows that contain"
    aria-label={label}
    icon={<Search {...icon12} />}
    end={close && <IconButton size="xs" label={close.label} icon={<X {...icon12} />} onClick={close.run} />}
    onKeyDown={event => {
      if (event.key === 'Enter') onEnter?.()
      if (event.key !== 'Escape') return
      event.stopPropagation()
      onLeave()
    }}
  />
)
