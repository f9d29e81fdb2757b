import { z } from '#core/node/settings.ts'
import { AddButton } from './AddButton.tsx'
import { Form } from './Form.tsx'
import { problemsAt } from './form-context.ts'
import { ItemRow } from './ItemRow.tsx'
import { keyAt, listOf, movedTo, without } from './list.ts'
import { defaultOf, formFields, itemOf, unwrap } from './schema.ts'
import type { FieldProps } from './types.ts'

type Item = Readonly<Record<string, unknown>>

/** A new item: what has no default is empty, and says so until it is filled. */
export const startOf = (schema: z.ZodType): Item =>
  Object.fromEntries(
    formFields(schema).flatMap(({ key, schema: own }) =>
      defaultOf(own) === undefined && !unwrap(own).optional
        ? [[key, unwrap(own).inner instanceof z.ZodArray ? [] : ''] as const]
        : [],
    ),
  )

export const ItemForms = ({ id, setting, meta, schema, value, problems, onChange }: FieldProps) => {
  const items = listOf<Item>(value)
  const item = itemOf(schema) ?? schema
  const what = meta.item ?? 'item'
  return (
    <div className="list-field">
      <ol className="item-forms">
        {items.map((each, index) => (
          <ItemRow
            key={keyAt(index, items)}
            index={index}
            list={id}
            what={`${what} ${index + 1}`}
            className="formula item-form"
            invalid={problemsAt(problems, `${setting}.${index}`).length > 0}
            onMove={(from, to) => onChange(movedTo(items, from, to))}
            onRemove={() => onChange(items.toSpliced(index, 1))}
          >
            <div className="formula-body" data-setting={`${setting}.${index}`}>
              <Form
                schema={item}
                values={each}
                base={`${setting}.${index}`}
                onChange={(key, next, typing) =>
                  onChange(
                    items.with(index, without({ ...each, [key]: next })),
                    typing === undefined ? undefined : `${index} ${key} ${typing}`,
                  )
                }
              />
            </div>
          </ItemRow>
        ))}
      </ol>
      <AddButton label={`Add a ${what}`} onClick={() => onChange([...items, startOf(item)])} />
    </div>
  )
}
