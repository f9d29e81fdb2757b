import type * as z from 'zod'

type Schema = z.core.$ZodType
type Path = readonly PropertyKey[]

const definition = (schema: Schema) => (schema as z.core.$ZodTypes)._zod.def

/** The schema under its wrappers: optional, nullable, default and the like. */
export const unwrap = (schema: Schema): Schema => {
  const def = definition(schema)
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return unwrap(def.innerType)
    case 'pipe':
      return unwrap(def.in)
    default:
      return schema
  }
}

/** What a setting is when it is left out; undefined where there is no default. */
export const defaultOf = (schema: Schema): unknown => {
  const def = definition(schema)
  switch (def.type) {
    case 'default':
    case 'prefault':
      return def.defaultValue
    case 'nullable':
    case 'readonly':
      return defaultOf(def.innerType)
    default:
      return undefined
  }
}

/** The keys of an object schema with their schemas, in order; null for anything else. */
export const shapeOf = (schema: Schema): Readonly<Record<string, Schema>> | null => {
  const def = definition(unwrap(schema))
  return def.type === 'object' ? def.shape : null
}

/** Of a union, the member that a value is meant for: the one whose literal keys agree, else the first that takes it. */
export const memberFor = (schema: Schema, value: unknown): Schema | null => {
  const def = definition(unwrap(schema))
  if (def.type !== 'union') return null
  const agrees = (member: Schema): boolean => {
    const shape = shapeOf(member)
    if (shape === null || typeof value !== 'object' || value === null) return false
    const literals = Object.entries(shape).filter(([, each]) => definition(each).type === 'literal')
    return (
      literals.length > 0 && literals.every(([key, each]) => accepts(each, (value as Record<string, unknown>)[key]))
    )
  }
  return def.options.find(agrees) ?? def.options.find(member => accepts(member, value)) ?? null
}

const accepts = (schema: Schema, value: unknown): boolean => (schema as z.ZodType).safeParse(value).success

/** The schema of what lies at a key or index of a value. */
export const schemaOf = (schema: Schema, value: unknown, key: PropertyKey): Schema | null => {
  const bare = unwrap(schema)
  const def = definition(bare)
  if (def.type === 'object') return def.shape[String(key)] ?? def.catchall ?? null
  if (def.type === 'array') return def.element
  if (def.type === 'record') return def.valueType
  if (def.type === 'tuple') return def.items[Number(key)] ?? def.rest
  const member = memberFor(bare, value)
  return member === null ? null : schemaOf(member, value, key)
}

/** The keys that an object at a path may have, for "did you mean". */
export const knownKeys = (schema: Schema, value: unknown, path: Path): readonly string[] => {
  let here: Schema | null = schema
  let inside: unknown = value
  for (const key of path) {
    if (here === null) return []
    here = schemaOf(here, inside, key)
    inside = (inside as Record<PropertyKey, unknown> | null)?.[key]
  }
  if (here === null) return []
  const meant = memberFor(here, inside)
  return (meant === null ? members(here) : [meant]).flatMap(each => Object.keys(shapeOf(each) ?? {}))
}

const members = (schema: Schema): readonly Schema[] => {
  const def = definition(unwrap(schema))
  return def.type === 'union' ? def.options : [schema]
}
