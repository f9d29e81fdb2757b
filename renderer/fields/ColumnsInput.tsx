import { TypeGlyph } from '../ui/TypeGlyph.tsx'
import { ColumnPicker } from './ColumnPicker.tsx'
import { ItemRow } from './ItemRow.tsx'
import { listOf, movedTo } from './list.ts'
import type { FieldProps } from './types.ts'

/** Columns in an order; the last field adds one. */
export const ColumnsInput = ({ id, setting, meta, value, columns, problems, onChange }: FieldProps) => {
  const chosen = listOf<string>(value)
  const rest = columns.filter(column => !chosen.includes(column.name))
  return (
    <div className="list-field">
      <ol>
        {chosen.map((name, index) => {
          const type = columns.find(column => column.name === name)?.type
          return (
            <ItemRow
              key={name}
              index={index}
              list={id}
              what={name}
              invalid={problems.some(problem => problem.setting === `${setting}.${index}`)}
              onMove={(from, to) => onChange(movedTo(chosen, from, to))}
              onRemove={() => onChange(chosen.toSpliced(index, 1))}
            >
              {type && <TypeGlyph type={type} />}
              <span className="el grow">{name}</span>
            </ItemRow>
          )
        })}
      </ol>
      <ColumnPicker
        id={id}
        adding
        value=""
        label={meta.label}
        placeholder={chosen.length ? 'one more column' : 'add a column'}
        columns={rest}
        invalid={problems.length > 0 && chosen.length === 0}
        onChange={column => onChange([...chosen, column])}
      />
    </div>
  )
}
