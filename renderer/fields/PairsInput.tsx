import { TextField } from '../ui/TextField.tsx'
import { AddButton } from './AddButton.tsx'
import { ItemRow } from './ItemRow.tsx'
import { keyAt, listOf, movedTo } from './list.ts'
import { readValue, shownValue } from './list-value.ts'
import type { FieldProps } from './types.ts'

const sides = ['first', 'second'] as const

/** Two values a line: numbers, true, false and null where they read so, else texts. */
export const PairsInput = ({ id, setting, meta, value, problems, onChange }: FieldProps) => {
  const pairs = listOf<readonly unknown[]>(value)
  return (
    <div className="list-field">
      <ol>
        {pairs.map((pair, index) => (
          <ItemRow
            key={keyAt(index, pairs)}
            index={index}
            list={id}
            what={`pair ${index + 1}`}
            onMove={(from, to) => onChange(movedTo(pairs, from, to))}
            onRemove={() => onChange(pairs.toSpliced(index, 1))}
          >
            {sides.map((side, at) => (
              <TextField
                key={side}
                size="sm"
                className="grow"
                value={shownValue(pair[at] ?? null)}
                placeholder="the empty text"
                invalid={problems.some(problem => problem.setting === `${setting}.${index}.${at}`)}
                aria-label={`${meta.label} ${index + 1}: ${side} value`}
                onChange={text =>
                  onChange(pairs.with(index, [...pair].with(at, readValue(text, false))), `${index} ${side}`)
                }
              />
            ))}
          </ItemRow>
        ))}
      </ol>
      <AddButton label="Add a pair" onClick={() => onChange([...pairs, ['', '']])} />
    </div>
  )
}
