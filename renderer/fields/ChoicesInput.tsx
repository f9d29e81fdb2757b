import { choiceLabel } from './ChoiceInput.tsx'
import { listOf } from './list.ts'
import { choicesOf, itemOf } from './schema.ts'
import type { FieldProps } from './types.ts'

/** Several of a few values, each with its tick; they are kept in the order in which they are offered. */
export const ChoicesInput = ({ meta, schema, value, onChange }: FieldProps) => {
  const item = itemOf(schema)
  const choices = item ? choicesOf(item) : []
  const chosen = new Set(listOf<unknown>(value))
  return (
    <fieldset className="choices-field" aria-label={meta.label}>
      {choices.map(choice => (
        <label key={String(choice)} className="choices-item">
          <input
            type="checkbox"
            checked={chosen.has(choice)}
            onChange={event =>
              onChange(choices.filter(other => (other === choice ? event.target.checked : chosen.has(other))))
            }
          />
          {choiceLabel(meta, choice)}
        </label>
      ))}
    </fieldset>
  )
}
