import type * as z from 'zod'
import { equalJson } from '../flow/equal.ts'
import { defaultOf, memberFor, schemaOf, shapeOf } from './walk.ts'

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const orderedObject = (schema: z.core.$ZodType, value: Readonly<Record<string, unknown>>): unknown => {
  const shape = shapeOf(schema)
  if (shape === null)
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inside(schema, value, key, each)]))
  const known = Object.entries(shape)
    .filter(([key]) => Object.hasOwn(value, key) && value[key] !== undefined)
    .map(([key, each]) => [key, orderedValue(each, value[key]), orderedDefault(each)] as const)
    .filter(([, ordered, left]) => !equalJson(ordered, left))
    .map(([key, ordered]) => [key, ordered] as const)
  const unknown = Object.entries(value).filter(([key, each]) => !Object.hasOwn(shape, key) && each !== undefined)
  return Object.fromEntries([...known, ...unknown])
}

const orderedDefault = (schema: z.core.$ZodType): unknown => {
  const value = defaultOf(schema)
  return value === undefined ? undefined : orderedValue(schema, value)
}

const inside = (schema: z.core.$ZodType, value: unknown, key: PropertyKey, each: unknown): unknown => {
  const own = schemaOf(schema, value, key)
  return own === null ? each : orderedValue(own, each)
}

/**
 * A value with its keys in the order of its schema and its defaults left out, at every level. What the schema does not know
 * stays as it stood, after what it knows.
 */
export const orderedValue = (schema: z.core.$ZodType, value: unknown): unknown => {
  const member = memberFor(schema, value) ?? schema
  if (Array.isArray(value)) return value.map((each, index) => inside(member, value, index, each))
  return isObject(value) ? orderedObject(member, value) : value
}
