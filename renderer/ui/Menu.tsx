import { Menu as Base } from '@base-ui/react/menu'
import type { ReactElement, ReactNode } from 'react'
import './float.css'

export type MenuEntry =
  | {
      readonly label: ReactNode
      readonly icon?: ReactNode
      readonly keys?: string
      /** A second line. */
      readonly about?: string
      readonly disabled?: boolean
      readonly danger?: boolean
      /** One of several choices, and whether it is the chosen one. */
      readonly checked?: boolean
      readonly onSelect: () => void
    }
  | { readonly heading: string }
  | 'separator'

export interface MenuProps {
  readonly trigger: ReactElement<Record<string, unknown>>
  readonly entries: readonly MenuEntry[]
  readonly align?: 'start' | 'center' | 'end'
  readonly side?: 'top' | 'bottom' | 'left' | 'right'
}

const Entry = ({ entry }: { readonly entry: MenuEntry }) => {
  if (entry === 'separator') return <div className="ui-separator" role="separator" />
  if ('heading' in entry) return <div className="ui-group-label">{entry.heading}</div>
  return (
    <Base.Item
      className={entry.danger ? 'ui-item danger' : 'ui-item'}
      disabled={entry.disabled ?? false}
      onClick={entry.onSelect}
      {...(entry.checked === undefined ? {} : { role: 'menuitemradio', 'aria-checked': entry.checked })}
      {...(entry.checked ? { 'data-checked': '' } : {})}
    >
      {entry.icon}
      <span className="grow">
        {entry.label}
        {entry.about && <span className="about">{entry.about}</span>}
      </span>
      {entry.keys && <span className="hint">{entry.keys}</span>}
    </Base.Item>
  )
}

const keyOf = (entry: MenuEntry, index: number) => {
  if (entry === 'separator') return `separator ${index}`
  return 'heading' in entry ? entry.heading : `${index} ${typeof entry.label === 'string' ? entry.label : ''}`
}

/** A list of things to do, opened by its trigger. */
export const Menu = ({ trigger, entries, align = 'start', side = 'bottom' }: MenuProps) => (
  <Base.Root modal={false}>
    <Base.Trigger render={trigger} />
    <Base.Portal>
      <Base.Positioner side={side} align={align} sideOffset={4} className="ui-float">
        <Base.Popup className="ui-popup list">
          {entries.map((entry, index) => (
            <Entry key={keyOf(entry, index)} entry={entry} />
          ))}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)

/** A list of things to do at a point of the screen, as a right click asks for it. */
export const MenuAt = ({
  at,
  entries,
  onClose,
}: {
  readonly at: { readonly x: number; readonly y: number }
  readonly entries: readonly MenuEntry[]
  readonly onClose: () => void
}) => (
  <Base.Root open modal={false} onOpenChange={open => !open && onClose()}>
    <Base.Portal>
      <Base.Positioner
        side="bottom"
        align="start"
        anchor={{ getBoundingClientRect: () => new DOMRect(at.x, at.y, 0, 0) }}
        className="ui-float"
      >
        <Base.Popup className="ui-popup list">
          {entries.map((entry, index) => (
            <Entry key={keyOf(entry, index)} entry={entry} />
          ))}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)
