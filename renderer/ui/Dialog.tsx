import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import './dialog.css'

export interface DialogProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: ReactNode
  readonly description?: ReactNode
  readonly children?: ReactNode
  /** Buttons at the foot, the main one last. */
  readonly actions?: ReactNode
  readonly width?: number
  /** What has the focus at first; else the first thing that can. */
  readonly focus?: RefObject<HTMLElement | null>
}

/** A window over the editor, for what must be answered first. */
export const Dialog = ({ open, onClose, title, description, children, actions, width = 440, focus }: DialogProps) => (
  <Base.Root open={open} onOpenChange={next => !next && onClose()}>
    <Base.Portal>
      <Base.Backdrop className="ui-scrim" />
      <Base.Popup className="ui-dialog" style={{ width }} {...(focus ? { initialFocus: focus } : {})}>
        <header>
          <Base.Title className="title">{title}</Base.Title>
          <Base.Close className="ui-button ghost icon sm" aria-label="Close">
            <X size={14} strokeWidth={1.75} />
          </Base.Close>
        </header>
        {description && <Base.Description className="about">{description}</Base.Description>}
        {children && <div className="body">{children}</div>}
        {actions && <footer>{actions}</footer>}
      </Base.Popup>
    </Base.Portal>
  </Base.Root>
)
