import { ContextMenu } from '@base-ui/react/context-menu'
import { type ReactElement, useContext } from 'react'
import { EditorContext } from '../store/use-editor.ts'
import '../ui/float.css'
import type { CopyFormat } from './use-copy.ts'

export interface GridMenuProps {
  readonly copy: (format: CopyFormat) => Promise<void>
  readonly onOpenValue: () => void
  readonly onNextFlagged: () => void
  readonly onList: () => void
  /** Sorts by the current column. */
  readonly onSort: (direction: 'asc' | 'desc') => void
  /** Offers rules for the current column. */
  readonly onRule: () => void
  readonly children: ReactElement<Record<string, unknown>>
}

/** What can be done with the selected cells. */
export const GridMenu = ({ copy, onOpenValue, onNextFlagged, onList, onSort, onRule, children }: GridMenuProps) => {
  const editor = useContext(EditorContext)
  const entries = [
    ['Copy', 'Ctrl C', () => void copy('tsv')],
    ['Copy with the column names', '', () => void copy('tsv-headers')],
    ['Copy as JSON', 'Ctrl Shift C', () => void copy('json')],
    ['Copy the rows as JSON', '', () => void copy('row-json')],
    null,
    ['Whole value', 'Enter', onOpenValue],
    ['Reasons of the row', 'Shift Enter', onList],
    ['Next flagged', 'F8', onNextFlagged],
    null,
    ['Sort ascending', 'Alt Up', () => onSort('asc')],
    ['Sort descending', 'Alt Down', () => onSort('desc')],
    ...(editor ? ([null, ['Add a rule on the column', 'Alt R', onRule]] as const) : []),
  ] as const
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger render={children} />
      <ContextMenu.Portal>
        <ContextMenu.Positioner className="ui-float">
          <ContextMenu.Popup className="ui-popup list">
            {entries.map((entry, index) =>
              entry === null ? (
                <div key={`line after ${entries[index - 1]?.[0]}`} className="ui-separator" role="separator" />
              ) : (
                <ContextMenu.Item key={entry[0]} className="ui-item" onClick={entry[2]}>
                  <span className="grow">{entry[0]}</span>
                  <span className="hint">{entry[1]}</span>
                </ContextMenu.Item>
              ),
            )}
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )
}
