import { TextField } from '../ui/TextField.tsx'
import { AddButton } from './AddButton.tsx'
import { ItemRow } from './ItemRow.tsx'
import { keyAt } from './list.ts'
import type { FieldProps } from './types.ts'

type Entry = readonly [string, string]

const entriesOf = (value: unknown): readonly Entry[] =>
  value && typeof value === 'object' ? Object.entries(value).map(([key, each]) => [key, String(each)] as const) : []

/** Names with a text each. */
export const KeyValueInput = ({ id, meta, value, problems, onChange }: FieldProps) => {
  const entries = entriesOf(value)
  const put = (index: number, entry: Entry, typing?: string) =>
    onChange(Object.fromEntries(entries.with(index, entry)), typing)
  return (
    <div className="list-field">
      <ol>
        {entries.map(([key, text], index) => (
          <ItemRow
            key={keyAt(index, entries)}
            index={index}
            list={id}
            what={key}
            invalid={problems.some(problem => problem.setting?.endsWith(`.${key}`))}
            onRemove={() => onChange(Object.fromEntries(entries.toSpliced(index, 1)))}
          >
            <TextField
              size="sm"
              className="grow"
              value={key}
              aria-label={`${meta.label}: name`}
              onChange={next => put(index, [next, text], `${index} name`)}
            />
            <TextField
              size="sm"
              className="grow"
              value={text}
              aria-label={`${meta.label}: value of ${key}`}
              onChange={next => put(index, [key, next], `${index} value`)}
            />
          </ItemRow>
        ))}
      </ol>
      <AddButton label="Add" onClick={() => onChange({ ...Object.fromEntries(entries), '': '' })} />
    </div>
  )
}
