import { ArrowDown, ArrowUp } from 'lucide-react'
import { Button } from '../ui/Button.tsx'
import { icon12 } from '../ui/icon.ts'
import { TypeGlyph } from '../ui/TypeGlyph.tsx'
import { ColumnPicker } from './ColumnPicker.tsx'
import { ItemRow } from './ItemRow.tsx'
import { listOf, movedTo } from './list.ts'
import type { FieldProps } from './types.ts'

interface Term {
  readonly column: string
  readonly direction?: 'asc' | 'desc'
  readonly nulls?: 'first' | 'last'
}

/** Columns to sort by, each with its direction and the place of its nulls. */
export const SortListInput = ({ id, setting, meta, value, columns, problems, onChange }: FieldProps) => {
  const terms = listOf<Term>(value)
  const put = (index: number, part: Partial<Term>) =>
    onChange(terms.map((term, at) => (at === index ? { ...term, ...part } : term)))
  return (
    <div className="list-field">
      <ol>
        {terms.map(({ column, direction = 'asc', nulls = 'last' }, index) => {
          const type = columns.find(other => other.name === column)?.type
          const Arrow = direction === 'asc' ? ArrowUp : ArrowDown
          return (
            <ItemRow
              key={`${column} ${terms.findIndex(term => term.column === column) === index ? '' : index}`}
              index={index}
              list={id}
              what={column}
              invalid={problems.some(problem => problem.setting?.startsWith(`${setting}.${index}.`))}
              onMove={(from, to) => onChange(movedTo(terms, from, to))}
              onRemove={() => onChange(terms.toSpliced(index, 1))}
            >
              {type && <TypeGlyph type={type} />}
              <span className="el grow">{column}</span>
              <Button
                size="sm"
                variant="ghost"
                icon={<Arrow {...icon12} />}
                aria-label={`Direction of ${column}: ${direction}`}
                onClick={() => put(index, { direction: direction === 'asc' ? 'desc' : 'asc' })}
              >
                {direction}
              </Button>
              <Button
                size="sm"
                variant="ghost"
                aria-label={`Nulls of ${column}: ${nulls}`}
                onClick={() => put(index, { nulls: nulls === 'last' ? 'first' : 'last' })}
              >
                nulls {nulls}
              </Button>
            </ItemRow>
          )
        })}
      </ol>
      <ColumnPicker
        id={id}
        adding
        value=""
        label={meta.label}
        placeholder={terms.length ? 'then by' : 'add a column'}
        columns={columns.filter(column => !terms.some(term => term.column === column.name))}
        invalid={problems.length > 0 && terms.length === 0}
        onChange={column => onChange([...terms, { column, direction: 'asc', nulls: 'last' }])}
      />
    </div>
  )
}
