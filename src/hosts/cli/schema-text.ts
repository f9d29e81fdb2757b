import type { JsonSchema } from '#core/schema/catalogue.ts'

const each = (value: unknown): readonly JsonSchema[] => (Array.isArray(value) ? value : [])

const kindOf = (schema: JsonSchema): unknown =>
  ((schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>).kind?.const

const objectText = (schema: JsonSchema): string => {
  const names = Object.keys((schema.properties ?? {}) as object)
  const required = new Set((schema.required ?? []) as readonly string[])
  return names.length === 0 ? 'object' : `{ ${names.map(name => (required.has(name) ? name : `${name}?`)).join(', ')} }`
}

const choice = (schemas: readonly JsonSchema[]): string => {
  const kinds = schemas.map(kindOf)
  if (kinds.length > 1 && kinds.every(kind => kind !== undefined)) return `a rule of kind ${kinds.join(', ')}`
  return [...new Set(schemas.map(typeText))].join(' | ')
}

/** What a JSON Schema allows, in one line for people. */
export const typeText = (schema: JsonSchema): string => {
  if (Array.isArray(schema.enum)) return schema.enum.map(value => JSON.stringify(value)).join(' | ')
  if ('const' in schema) return JSON.stringify(schema.const)
  const options = [...each(schema.anyOf), ...each(schema.oneOf)]
  if (options.length > 0) return choice(options)
  if (Array.isArray(schema.type)) return schema.type.join(' | ')
  if (Array.isArray(schema.prefixItems)) return `[${each(schema.prefixItems).map(typeText).join(', ')}]`
  if (schema.type === 'array') return `list of ${typeText((schema.items ?? {}) as JsonSchema)}`
  if (schema.type === 'object') return objectText(schema)
  return typeof schema.type === 'string' ? schema.type : 'any'
}

export interface SettingText {
  readonly name: string
  readonly type: string
  /** Its default as JSON, `required`, or nothing. */
  readonly otherwise: string
  readonly help: string
}

/** The settings of a kind, as a list for people. */
export const settingTexts = (schema: JsonSchema): readonly SettingText[] => {
  const required = new Set((schema.required ?? []) as readonly string[])
  return Object.entries((schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>).map(([name, of]) => ({
    name,
    type: typeText(of),
    otherwise: required.has(name) ? 'required' : 'default' in of ? JSON.stringify(of.default) : '',
    help: typeof of.description === 'string' ? of.description : '',
  }))
}
