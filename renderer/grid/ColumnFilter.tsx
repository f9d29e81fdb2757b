import { type ReactElement, useState } from 'react'
import type { Column } from '#core/relation/relation.ts'
import { Button } from '../ui/Button.tsx'
import { lookOf } from '../ui/column-type.ts'
import { Popover } from '../ui/Popover.tsx'
import { Select } from '../ui/Select.tsx'
import { TextField } from '../ui/TextField.tsx'
import type { ColumnCondition } from './types.ts'

export interface ColumnFilterProps {
  readonly column: Column
  readonly condition: ColumnCondition | undefined
  readonly onChange: (condition: ColumnCondition | null) => void
  readonly children: ReactElement<Record<string, unknown>>
}

type Operator = ColumnCondition['operator']

const words = {
  contains: 'contains',
  '=': 'is',
  '<>': 'is not',
  '<': 'is less than',
  '<=': 'is at most',
  '>': 'is greater than',
  '>=': 'is at least',
  longer: 'has at least so many characters',
  shorter: 'has at most so many characters',
  shape: 'has the shape',
  rough_shape: 'has the rough shape',
  is_null: 'is null',
  is_not_null: 'is not null',
} satisfies Record<Operator, string>

const operators = Object.entries(words).map(([value, label]) => ({ value: value as Operator, label }))
const unary: ReadonlySet<string> = new Set(['is_null', 'is_not_null'])

/** A condition in words, for a chip. */
export const conditionText = ({ column, operator, value = '' }: ColumnCondition): string => {
  const said = words[operator]
  if (unary.has(operator)) return `${column} ${said}`
  return `${column} ${said.includes('so many') ? said.replace('so many', () => value) : `${said} ${value}`}`
}

const Form = ({ column, condition, onChange }: Omit<ColumnFilterProps, 'children'>) => {
  const first: Operator = ['text', 'nested', 'other'].includes(lookOf(column.type)) ? 'contains' : '='
  const [operator, setOperator] = useState<Operator>(condition?.operator ?? first)
  const [value, setValue] = useState(condition?.value ?? '')
  const takesValue = !unary.has(operator)
  return (
    <form
      className="grid-filter-form"
      onSubmit={event => {
        event.preventDefault()
        onChange(takesValue ? { column: column.name, operator, value } : { column: column.name, operator })
      }}
    >
      <Select label="Operator" value={operator} options={operators} onChange={setOperator} />
      {takesValue && (
        <TextField
          value={value}
          onChange={setValue}
          placeholder={column.type.toLowerCase()}
          aria-label="Value"
          autoFocus
        />
      )}
      <div className="foot-buttons">
        {condition && (
          <Button size="sm" variant="ghost" onClick={() => onChange(null)}>
            Clear
          </Button>
        )}
        <Button size="sm" type="submit">
          Filter rows
        </Button>
      </div>
    </form>
  )
}

/** The rows are filtered, not the flow. */
export const ColumnFilter = ({ column, condition, onChange, children }: ColumnFilterProps) => {
  const [open, setOpen] = useState(false)
  const change = (next: ColumnCondition | null) => {
    setOpen(false)
    onChange(next)
  }
  return (
    <Popover trigger={children} open={open} onOpenChange={setOpen} align="end" label={`Filter ${column.name}`}>
      <Form column={column} condition={condition} onChange={change} />
    </Popover>
  )
}
