import { Select } from '../ui/Select.tsx'
import { choiceLabel } from './ChoiceInput.tsx'
import { ItemRow } from './ItemRow.tsx'
import { keyAt, listOf, movedTo } from './list.ts'
import { choicesOf, itemOf } from './schema.ts'
import type { FieldProps } from './types.ts'

/** Some of a few values, in an order; the last field adds one. */
export const StepsInput = ({ id, setting, meta, schema, value, problems, onChange }: FieldProps) => {
  const chosen = listOf<string>(value)
  const item = itemOf(schema)
  const options = (item ? choicesOf(item) : []).map(choice => ({
    value: String(choice),
    label: choiceLabel(meta, choice),
  }))
  const what = meta.item ?? 'value'
  return (
    <div className="list-field">
      <ol>
        {chosen.map((each, index) => (
          <ItemRow
            key={keyAt(index, chosen)}
            index={index}
            list={id}
            what={choiceLabel(meta, each)}
            invalid={problems.some(problem => problem.setting === `${setting}.${index}`)}
            onMove={(from, to) => onChange(movedTo(chosen, from, to))}
            onRemove={() => onChange(chosen.toSpliced(index, 1))}
          >
            <Select
              size="sm"
              className="grow"
              label={`${meta.label} ${index + 1}`}
              value={each}
              options={options}
              onChange={next => onChange(chosen.with(index, next))}
            />
          </ItemRow>
        ))}
      </ol>
      <Select
        id={id}
        label={`Add a ${what}`}
        placeholder={chosen.length > 0 ? `one more ${what}` : `add a ${what}`}
        value={null}
        options={options}
        invalid={problems.length > 0 && chosen.length === 0}
        onChange={next => onChange([...chosen, next])}
      />
    </div>
  )
}
