import type { FieldMeta } from '#core/node/settings.ts'
import { type RuleSeverity, ruleSeverities } from '#core/rules/types.ts'
import { Select } from '../ui/Select.tsx'
import { SeverityGlyph } from '../ui/SeverityGlyph.tsx'
import { type ChoiceValue, choicesOf } from './schema.ts'
import type { FieldProps } from './types.ts'

const isSeverity = (value: ChoiceValue): value is RuleSeverity => ruleSeverities.includes(value as RuleSeverity)

/** A value in the person's words. */
export const choiceLabel = (meta: FieldMeta, value: ChoiceValue): string =>
  meta.labels?.[String(value)] ??
  (value === null ? 'none' : value === true ? 'yes' : value === false ? 'no' : String(value).replaceAll('_', ' '))

export const ChoiceInput = ({ id, meta, schema, value, problems, onChange }: FieldProps) => {
  const choices = choicesOf(schema)
  const options = choices.map(choice => ({
    value: String(choice),
    label: choiceLabel(meta, choice),
    ...(isSeverity(choice) ? { icon: <SeverityGlyph severity={choice} size={12} /> } : {}),
  }))
  return (
    <Select
      id={id}
      label={meta.label}
      value={value === undefined ? null : String(value)}
      options={options}
      invalid={problems.length > 0}
      onChange={text => onChange(choices.find(choice => String(choice) === text) ?? null)}
    />
  )
}
