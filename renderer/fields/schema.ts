import { type FieldMeta, fieldMeta, z } from '#core/node/settings.ts'

/** One setting as the form shows it. */
export interface FormField {
  readonly key: string
  readonly meta: FieldMeta
  readonly schema: z.ZodType
}

/** The fields of a settings schema, in its order. */
export const formFields = (schema: z.ZodType): readonly FormField[] => {
  if (!(schema instanceof z.ZodObject)) return []
  return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([key, each]) => {
    const meta = fieldMeta(each)
    return meta ? [{ key, meta, schema: each }] : []
  })
}

export interface Unwrapped {
  readonly inner: z.ZodType
  readonly nullable: boolean
  readonly optional: boolean
}

/** What a schema is about, without defaults, null and absence. */
export const unwrap = (schema: z.ZodType): Unwrapped => {
  let inner = schema
  let nullable = false
  let optional = false
  for (let next = innerOf(inner); next; next = innerOf(inner)) {
    nullable ||= inner instanceof z.ZodNullable
    optional ||= inner instanceof z.ZodOptional
    inner = next
  }
  return { inner, nullable, optional }
}

const innerOf = (schema: z.ZodType): z.ZodType | null =>
  (schema.def as { readonly innerType?: z.ZodType }).innerType ?? null

export type ChoiceValue = string | number | boolean | null

/** The values of a choice; null first where it is one of them. */
export const choicesOf = (schema: z.ZodType): readonly ChoiceValue[] => {
  const { inner, nullable } = unwrap(schema)
  const values: readonly ChoiceValue[] =
    inner instanceof z.ZodEnum
      ? (inner.options as readonly (string | number)[])
      : inner instanceof z.ZodBoolean
        ? [true, false]
        : []
  return nullable ? [null, ...values] : values
}

/** What a setting is where the flow says nothing. */
export const defaultOf = (schema: z.ZodType): unknown => {
  const parsed = schema.safeParse(undefined)
  return parsed.success ? parsed.data : undefined
}

/** What an emptied text becomes: null or nothing where the setting allows that, else an empty text. */
export const emptyOf = (schema: z.ZodType): null | undefined | '' => {
  if (schema.safeParse(null).success) return null
  return unwrap(schema).optional ? undefined : ''
}

/** An item's schema in a list. */
export const itemOf = (schema: z.ZodType): z.ZodType | null => {
  const { inner } = unwrap(schema)
  return inner instanceof z.ZodArray ? (inner.element as z.ZodType) : null
}
