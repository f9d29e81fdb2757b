import { ColumnPicker } from './ColumnPicker.tsx'
import { useForm } from './form-context.ts'
import { ItemRow } from './ItemRow.tsx'
import { TypePicker } from './TypePicker.tsx'
import type { FieldProps } from './types.ts'

/** Types by column; what is offered are the columns that come out. */
export const TypeTableInput = ({ id, setting, meta, value, problems, onChange }: FieldProps) => {
  const { outputs } = useForm()
  const columns = Object.values(outputs)[0] ?? []
  const entries = Object.entries((value ?? {}) as Readonly<Record<string, string>>)
  const rest = columns.filter(column => !entries.some(([name]) => name === column.name))
  return (
    <div className="list-field">
      <ol>
        {entries.map(([name, type], index) => {
          const invalid = problems.some(problem => problem.setting === `${setting}.${name}`)
          return (
            <ItemRow
              key={name}
              index={index}
              list={id}
              what={name}
              invalid={invalid}
              onRemove={() => onChange(Object.fromEntries(entries.toSpliced(index, 1)))}
            >
              <span className="el grow">{name}</span>
              <TypePicker
                value={type}
                label={`Type of ${name}`}
                invalid={invalid}
                onChange={(next, typing) =>
                  onChange({ ...Object.fromEntries(entries), [name]: next }, typing && `${name} ${typing}`)
                }
              />
            </ItemRow>
          )
        })}
      </ol>
      <ColumnPicker
        id={id}
        adding
        value=""
        label={meta.label}
        placeholder="set a column's type"
        columns={rest}
        onChange={name =>
          onChange({
            ...Object.fromEntries(entries),
            [name]: columns.find(column => column.name === name)?.type ?? 'VARCHAR',
          })
        }
      />
    </div>
  )
}
