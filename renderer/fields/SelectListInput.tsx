import type { Column } from '#core/relation/relation.ts'
import { TextField } from '../ui/TextField.tsx'
import { TypeGlyph } from '../ui/TypeGlyph.tsx'
import { ItemRow } from './ItemRow.tsx'
import { listOf, movedTo, without } from './list.ts'
import { TypePicker } from './TypePicker.tsx'
import type { FieldProps } from './types.ts'

interface Selected {
  readonly column: string
  readonly as?: string | undefined
  readonly type?: string | undefined
  readonly keep?: boolean | undefined
}

/** The listed columns, then those of the input that are not listed. */
export const shownColumns = (listed: readonly Selected[], columns: readonly Column[]): readonly Selected[] => {
  const names = new Set(listed.map(item => item.column.toLowerCase()))
  return [
    ...listed,
    ...columns.filter(column => !names.has(column.name.toLowerCase())).map(column => ({ column: column.name })),
  ]
}

/** What the flow lists after a change: unlisted columns before the touched one are listed, too, so that it keeps its place. */
export const listedColumns = (shown: readonly Selected[], listed: number, touched: number): readonly Selected[] =>
  shown.slice(0, Math.max(listed, touched + 1))

/** All columns of the input: keep, order, rename and retype. */
export const SelectListInput = ({ id, setting, value, columns, problems, onChange }: FieldProps) => {
  const listed = listOf<Selected>(value)
  const shown = shownColumns(listed, columns)
  const put = (index: number, part: Partial<Selected>, typing?: string) => {
    const next = shown.map((item, at) => (at === index ? without({ ...item, ...part }) : item))
    onChange(listedColumns(next, listed.length, index), typing && `${shown[index]?.column} ${typing}`)
  }
  const move = (from: number, to: number) => {
    onChange(listedColumns(movedTo(shown, from, to), listed.length, Math.max(from, to)))
  }
  return (
    <div className="list-field">
      <ol className="select-list">
        {shown.map((item, index) => {
          const column = columns.find(other => other.name.toLowerCase() === item.column.toLowerCase())
          const keeps = item.keep !== false
          const own = problems.filter(problem => problem.setting?.startsWith(`${setting}.${index}`))
          return (
            <ItemRow
              key={item.column}
              index={index}
              list={id}
              what={item.column}
              onMove={move}
              invalid={own.length > 0}
              className={keeps ? '' : 'off'}
              {...(column ? {} : { onRemove: () => onChange(listed.toSpliced(index, 1)) })}
            >
              <input
                type="checkbox"
                checked={keeps}
                aria-label={`Keep ${item.column}`}
                onChange={event => put(index, { keep: event.target.checked ? undefined : false })}
              />
              {column && <TypeGlyph type={column.type} />}
              <span className="el column-name" title={item.column}>
                {item.column}
              </span>
              <TextField
                size="sm"
                className="grow"
                value={item.as ?? ''}
                disabled={!keeps}
                placeholder={item.column}
                aria-label={`New name of ${item.column}`}
                onChange={as => put(index, { as: as || undefined }, 'name')}
              />
              <TypePicker
                value={item.type ?? ''}
                placeholder={column?.type ?? 'type'}
                label={`New type of ${item.column}`}
                onChange={(type, typing) => put(index, { type: type || undefined }, typing)}
              />
            </ItemRow>
          )
        })}
      </ol>
      {shown.length === 0 && <span className="f3">Connect the input to see its columns.</span>}
    </div>
  )
}
