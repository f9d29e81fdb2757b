import type { Column } from '#core/relation/relation.ts'
import { CodeField } from '../monaco/CodeField.tsx'
import type { CodeContext } from '../monaco/context.ts'
import { useForm } from './form-context.ts'
import { emptyOf } from './schema.ts'
import type { FieldProps } from './types.ts'

const sides = ['left', 'right'] as const

/** A join's condition names its columns by side. */
const sided = (inputs: Readonly<Record<string, readonly Column[]>>): NonNullable<CodeContext['tables']> =>
  Object.fromEntries(sides.map(side => [side, inputs[side] ?? []]))

export const ExpressionInput = ({ id, meta, schema, value, columns, problems, onChange }: FieldProps) => {
  const { inputs, params } = useForm()
  return (
    <CodeField
      id={id}
      label={meta.label}
      value={typeof value === 'string' ? value : ''}
      {...(meta.placeholder ? { placeholder: meta.placeholder } : {})}
      context={meta.allow?.sides ? { columns: [], tables: sided(inputs), params } : { columns, params }}
      problems={problems}
      onChange={text => onChange(text === '' ? emptyOf(schema) : text, '')}
    />
  )
}
