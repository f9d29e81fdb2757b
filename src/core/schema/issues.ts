import type * as z from 'zod'
import { didYouMean } from '../flow/nearest.ts'
import { knownKeys } from './walk.ts'

/** What is wrong with a value's shape, in a sentence that names the path. */
export interface ShapeIssue {
  readonly about: 'key' | 'missing' | 'shape'
  readonly path: readonly (string | number)[]
  readonly message: string
  readonly hint?: string
}

type Issue = z.core.$ZodIssue

const names: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
  undefined: 'nothing',
}
const nameOf = (type: string): string => names[type] ?? type

const typeName = (value: unknown): string => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : nameOf('array')
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number' && !Number.isInteger(value)) return `the number ${value}`
  return nameOf(typeof value)
}

const quote = (value: unknown): string => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``
const list = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`

/** Dotted, as problems name it. */
export const dotted = (path: readonly PropertyKey[]): string => path.map(String).join('.')

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((inside, key) => (inside as Record<PropertyKey, unknown> | null | undefined)?.[key], value)

/** Where a union fails: the issues of the member that came nearest, or the kinds of value it takes. */
const ofUnion = (issue: z.core.$ZodIssueInvalidUnion): readonly Issue[] | null => {
  const deep = issue.errors.filter(member =>
    member.every(each => each.path.length > 0 || each.code === 'unrecognized_keys'),
  )
  const best = deep.toSorted((a, b) => a.length - b.length)[0]
  return best?.map(each => ({ ...each, path: [...issue.path, ...each.path] })) ?? null
}

const expected = (issue: Issue): string | null => {
  switch (issue.code) {
    case 'invalid_type':
      return nameOf(issue.expected)
    case 'invalid_value':
      return list(issue.values.map(quote))
    case 'invalid_union':
      if (issue.errors.length === 0 && 'options' in issue) return list((issue.options as unknown[]).map(quote))
      return list([...new Set(issue.errors.flat().map(each => expected(each) ?? each.message))])
    case 'too_small':
      return size(issue.origin, issue.inclusive ? 'at least' : 'more than', issue.minimum)
    case 'too_big':
      return size(issue.origin, issue.inclusive ? 'at most' : 'less than', issue.maximum)
    default:
      return null
  }
}

const size = (origin: string, bound: string, limit: number | bigint): string => {
  if (origin === 'string')
    return limit === 1 && bound === 'at least' ? 'filled in' : `${bound} ${limit} characters long`
  if (origin === 'array')
    return limit === 1 && bound === 'at least' ? 'a list with at least one entry' : `a list of ${bound} ${limit}`
  return `${bound} ${limit}`
}

const sentence = (issue: Issue, where: string, value: unknown): string => {
  const wanted = expected(issue)
  if (wanted === null) return `${where}: ${issue.message}`
  if (value === undefined) return `${where} is missing: it should be ${wanted}`
  const scalar = issue.code !== 'invalid_type' && (typeof value === 'string' || typeof value === 'number')
  return `${where} should be ${wanted}, and is ${value === '' ? 'empty' : scalar ? quote(value) : typeName(value)}`
}

/** What a kind says of a list or text that must not be empty; nothing of what zod says by itself. */
const ownHint = (issue: Issue): Pick<ShapeIssue, 'hint'> => {
  const isEmpty = issue.code === 'too_small' && (issue.origin === 'array' || issue.origin === 'string')
  return isEmpty && Number(issue.minimum) === 1 && !issue.message.startsWith('Too small') ? { hint: issue.message } : {}
}

const tell = (schema: z.ZodType, value: unknown, issue: Issue): readonly ShapeIssue[] => {
  const path = issue.path.map(key => (typeof key === 'number' ? key : String(key)))
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, value, path)
    return issue.keys.map(key => ({
      about: 'key',
      path: [...path, key],
      message: `${path.length === 0 ? '' : `\`${dotted(path)}\` has `}an unknown key \`${key}\``,
      ...didYouMean(key, known),
    }))
  }
  if (issue.code === 'invalid_union') {
    const inner = ofUnion(issue)
    if (inner !== null) return inner.flatMap(each => tell(schema, value, each))
  }
  const found = valueAt(value, path)
  const options = issue.code === 'invalid_value' ? issue.values : 'options' in issue ? (issue.options as unknown[]) : []
  const hint = typeof found === 'string' && found !== '' ? didYouMean(found, options.map(String)) : ownHint(issue)
  const where = path.length === 0 ? 'it' : `\`${dotted(path)}\``
  return [{ about: found === undefined ? 'missing' : 'shape', path, message: sentence(issue, where, found), ...hint }]
}

/** Everything wrong with a value's shape, unknown keys with the nearest known one. Empty if it is right. */
export const shapeIssues = (schema: z.ZodType, value: unknown): readonly ShapeIssue[] => {
  const outcome = schema.safeParse(value)
  return outcome.success ? [] : outcome.error.issues.flatMap(issue => tell(schema, value, issue))
}
