import { ShieldPlus } from 'lucide-react'
import { useContext } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Column } from '#core/relation/relation.ts'
import { RulePicker } from '../fields/rules/RulePicker.tsx'
import { addRuleOn } from '../palette/add-rule.ts'
import { EditorContext } from '../store/use-editor.ts'
import { Popover } from '../ui/Popover.tsx'

/** The column whose list of rules is open. */
const asked = createStore<{ readonly column: string | null }>()(() => ({ column: null }))

/** Opens the list of rules for a column of the grid. */
export const askForRule = (column: string): void => asked.setState({ column })

/** In the head of a column: the rules that can be put on it; nothing where no flow is behind the rows. */
export const ColumnRules = ({ column }: { readonly column: Column }) => {
  const editor = useContext(EditorContext)
  const open = useStore(asked, state => state.column === column.name)
  if (!editor) return null
  return (
    <Popover
      label={`Add a rule on ${column.name}`}
      align="end"
      open={open}
      onOpenChange={next => asked.setState({ column: next ? column.name : null })}
      trigger={
        <button
          type="button"
          className="grid-filter rule"
          aria-label={`Add a rule on ${column.name}`}
          title="Add a rule"
          tabIndex={-1}
        >
          <ShieldPlus size={12} strokeWidth={1.75} aria-hidden="true" />
        </button>
      }
    >
      <RulePicker
        type={column.type}
        onPick={kind => {
          asked.setState({ column: null })
          addRuleOn(editor, column, kind)
        }}
      />
    </Popover>
  )
}
