import { Plus, X } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, useState } from 'react'
import type { InlineCell, InlineTable } from '../bring/table.ts'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { icon12 } from '../ui/icon.ts'
import { TextField } from '../ui/TextField.tsx'
import { useForm } from './form-context.ts'
import { ItemRow } from './ItemRow.tsx'
import { keyAt, listOf, movedTo } from './list.ts'
import { TypePicker } from './TypePicker.tsx'
import type { FieldProps } from './types.ts'

const mostRows = 500

const useTable = () => {
  const { settings, update } = useForm()
  const table: InlineTable = { columns: listOf(settings.columns), rows: listOf(settings.rows) }
  const put = (next: InlineTable, typing?: string) => update({ columns: next.columns, rows: next.rows }, typing)
  return { table, put }
}

const freshName = (table: InlineTable) => {
  const taken = new Set(table.columns.map(column => column.name))
  let count = table.columns.length + 1
  while (taken.has(`column_${count}`)) count++
  return `column_${count}`
}

/** Names and types; the cells go with their column. */
const ColumnList = ({ id, problems, setting }: FieldProps) => {
  const { table, put } = useTable()
  const { columns, rows } = table
  const change = (index: number, part: { readonly name?: string; readonly type?: string }, typing: string) =>
    put({ columns: columns.map((column, at) => (at === index ? { ...column, ...part } : column)), rows }, typing)
  return (
    <div className="list-field">
      <ol>
        {columns.map((column, index) => (
          <ItemRow
            key={keyAt(index, columns)}
            index={index}
            list={id}
            what={column.name}
            invalid={problems.some(problem => problem.setting?.startsWith(`${setting}.${index}`))}
            onMove={(from, to) =>
              put({ columns: movedTo(columns, from, to), rows: rows.map(row => movedTo(row, from, to)) })
            }
            onRemove={() =>
              put({ columns: columns.toSpliced(index, 1), rows: rows.map(row => row.toSpliced(index, 1)) })
            }
          >
            <TextField
              size="sm"
              className="grow"
              value={column.name}
              placeholder="name"
              aria-label={`Name of column ${index + 1}`}
              onChange={name => change(index, { name }, `columns ${index} name`)}
            />
            <TypePicker
              value={column.type}
              label={`Type of column ${index + 1}`}
              onChange={type => change(index, { type }, `columns ${index} type`)}
            />
          </ItemRow>
        ))}
      </ol>
      <Button
        size="sm"
        variant="ghost"
        className="add-item"
        icon={<Plus {...icon12} />}
        onClick={() =>
          put({
            columns: [...columns, { name: freshName(table), type: 'VARCHAR' }],
            rows: rows.map(row => [...row, null]),
          })
        }
      >
        Add a column
      </Button>
    </div>
  )
}

const cellText = (cell: InlineCell | undefined) => (cell === null || cell === undefined ? '' : String(cell))

/** Cells to type in or to paste into; an empty cell is null. */
const CellTable = ({ problems, setting }: FieldProps) => {
  const { table, put } = useTable()
  const { columns, rows } = table
  const [told, setTold] = useState('')
  const shown = rows.slice(0, mostRows)
  const set = (row: number, column: number, text: string) =>
    put(
      { columns, rows: rows.with(row, (rows[row] ?? []).with(column, text === '' ? null : text)) },
      `rows ${row} ${column}`,
    )
  const paste = async (event: ClipboardEvent, row: number, column: number) => {
    const text = event.clipboardData.getData('text/plain')
    if (!/[\t\n]/.test(text)) return
    event.preventDefault()
    const html = event.clipboardData.getData('text/html')
    const { pastedInto } = await import('../bring/paste-cells.ts')
    const pasted = pastedInto(table, text, html, row, column)
    setTold(pasted.told)
    if (pasted.table) put(pasted.table)
  }
  const walk = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = event.key === 'ArrowDown' || event.key === 'Enter' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (!step) return
    const cell = event.currentTarget.closest('td')
    const next = step > 0 ? cell?.parentElement?.nextElementSibling : cell?.parentElement?.previousElementSibling
    event.preventDefault()
    if (next) next.children[cell?.cellIndex ?? 0]?.querySelector('input')?.focus()
    else if (step > 0) put({ columns, rows: [...rows, columns.map(() => null)] })
  }
  return (
    <div className="inline-table">
      <div className="inline-scroll">
        <table>
          <thead>
            <tr>
              {columns.map(column => (
                <th key={column.name} title={`${column.name} ${column.type}`}>
                  {column.name}
                </th>
              ))}
              <th aria-label="Remove" />
            </tr>
          </thead>
          <tbody>
            {shown.map((row, y) => (
              <tr key={keyAt(y, rows)}>
                {columns.map((column, x) => (
                  <td
                    key={column.name}
                    data-invalid={problems.some(problem => problem.setting === `${setting}.${y}.${x}`) || undefined}
                  >
                    <input
                      value={cellText(row[x])}
                      placeholder="null"
                      aria-label={`${column.name}, row ${y + 1}`}
                      onChange={event => set(y, x, event.target.value)}
                      onPaste={event => void paste(event, y, x)}
                      onKeyDown={walk}
                    />
                  </td>
                ))}
                <td className="end">
                  <IconButton
                    size="xs"
                    label={`Remove row ${y + 1}`}
                    icon={<X {...icon12} />}
                    onClick={() => put({ columns, rows: rows.toSpliced(y, 1) })}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <output className="f2 x">{told}</output>
      {rows.length > mostRows && (
        <span className="f3 x">{rows.length - mostRows} more rows are kept and not shown here.</span>
      )}
      <div className="row">
        <Button
          size="sm"
          variant="ghost"
          className="add-item"
          icon={<Plus {...icon12} />}
          onClick={() => put({ columns, rows: [...rows, columns.map(() => null)] })}
        >
          Add a row
        </Button>
        <textarea
          className="paste-here"
          rows={1}
          value=""
          aria-label="Paste a table"
          placeholder="or paste a table here"
          onChange={() => undefined}
          onPaste={event =>
            void paste(event, rows.every(each => each.every(cell => cell === null)) ? 0 : rows.length, 0)
          }
        />
      </div>
    </div>
  )
}

/** One table in two settings: its columns, and its cells. */
export const GridInput = (props: FieldProps) =>
  props.setting === 'rows' ? <CellTable {...props} /> : <ColumnList {...props} />
