import { CodeField } from '../monaco/CodeField.tsx'
import { useForm } from './form-context.ts'
import { listOf } from './list.ts'
import type { FieldProps } from './types.ts'

/** A query, kept as its lines. */
export const SqlInput = ({ id, meta, value, problems, onChange }: FieldProps) => {
  const { inputs, params } = useForm()
  const tables = Object.fromEntries(Object.entries(inputs).map(([port, own]) => [meta.tables?.[port] ?? port, own]))
  return (
    <CodeField
      id={id}
      label={meta.label}
      query
      value={listOf<string>(value).join('\n')}
      placeholder={meta.placeholder ?? 'SELECT …'}
      context={{ columns: Object.values(inputs).flat(), tables, params }}
      problems={problems}
      onChange={text => onChange(text === '' ? [] : text.split('\n'), '')}
    />
  )
}
