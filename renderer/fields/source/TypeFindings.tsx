import { RotateCcw } from 'lucide-react'
import { memo, useState } from 'react'
import type { DescribedColumn } from '#core/source/description.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { icon12 } from '../../ui/icon.ts'
import { TextField } from '../../ui/TextField.tsx'
import { TypeGlyph } from '../../ui/TypeGlyph.tsx'
import { Words } from '../../ui/Words.tsx'
import { problemsAt, useForm } from '../form-context.ts'
import { ProblemLine } from '../ProblemLine.tsx'
import { TypePicker } from '../TypePicker.tsx'

type Types = Readonly<Record<string, string>>

interface ColumnProps {
  readonly column: DescribedColumn
  /** Null where types cannot be said. */
  readonly onType: ((name: string, type: string | null) => void) | null
}

const TypeField = ({
  column: { name, type },
  onType,
  onDone,
}: Pick<ColumnProps, 'column'> & {
  readonly onType: NonNullable<ColumnProps['onType']>
  readonly onDone: () => void
}) => {
  const [typed, setTyped] = useState(type)
  const take = (next: string) => {
    if (next !== type && next.trim() !== '') onType(name, next.trim())
    onDone()
  }
  return (
    <TypePicker
      value={typed}
      label={`Type of ${name}`}
      opened
      onChange={(next, typing) => (typing === undefined ? take(next) : setTyped(next))}
      onEnd={() => take(typed)}
    />
  )
}

const Column = memo(({ column, onType }: ColumnProps) => {
  const { name, type, given, evidence } = column
  const [editing, setEditing] = useState(false)
  return (
    <li>
      <span className="type-line">
        <TypeGlyph type={type} />
        <span className="el grow" title={name}>
          {name}
        </span>
        {onType === null ? (
          <span className="mono f3 el type">{type}</span>
        ) : editing ? (
          <TypeField column={column} onType={onType} onDone={() => setEditing(false)} />
        ) : (
          <button
            type="button"
            className={given ? 'mono el type-said' : 'mono el type-said found'}
            aria-label={`Type of ${name}: ${type}`}
            title={`${type}, ${given ? 'as you said' : 'found out'}`}
            onClick={() => setEditing(true)}
          >
            {type}
          </button>
        )}
        {given && onType !== null && (
          <IconButton
            size="xs"
            icon={<RotateCcw {...icon12} />}
            label={`Find out again: type of ${name}`}
            onClick={() => onType(name, null)}
          />
        )}
      </span>
      <span className="evidence">
        <Words text={evidence} />
      </span>
    </li>
  )
})

export interface TypeFindingsProps {
  readonly columns: readonly DescribedColumn[]
  readonly types: Types
  readonly onTypes: ((types: Types) => void) | null
}

/** From so many columns on there is a field to find one. */
const many = 12

/** Columns with their types, and what their first values say of them. */
export const TypeFindings = ({ columns, types, onTypes }: TypeFindingsProps) => {
  const { problems } = useForm()
  const [search, setSearch] = useState('')
  const own = problemsAt(problems, 'types')
  const shown = columns.filter(({ name }) => name.toLowerCase().includes(search.trim().toLowerCase()))
  const onType =
    onTypes &&
    ((name: string, type: string | null) => {
      const others = Object.entries(types).filter(([key]) => key.toLowerCase() !== name.toLowerCase())
      onTypes(Object.fromEntries(type === null ? others : [...others, [name, type]]))
    })
  return (
    <section className="type-findings" data-setting="types" aria-label="Types of the columns">
      <div className="type-head">
        <span>{columns.length === 1 ? '1 column' : `${columns.length} columns`}</span>
        {columns.length > many && (
          <TextField
            size="sm"
            value={search}
            onChange={setSearch}
            placeholder="find a column"
            aria-label="Find a column"
          />
        )}
      </div>
      {own.map(problem => (
        <ProblemLine key={`${problem.code} ${problem.message}`} problem={problem} />
      ))}
      <ul>
        {shown.map(column => (
          <Column key={column.name} column={column} onType={onType} />
        ))}
      </ul>
    </section>
  )
}
