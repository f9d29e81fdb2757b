import { meant } from '#core/node/delimiter.ts'
import { call, cases, cast, column, lambda, literal, op } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Column } from '#core/relation/relation.ts'

interface TextLists {
  readonly text: 'delimited' | 'json'
  readonly delimiter: string
  readonly trim: boolean
  readonly skipEmpty: boolean
}

/** How a column lists its elements; null: it lists none. */
export const sortOf = ({ type }: Column, { text }: TextLists): 'list' | 'delimited' | 'json' | null => {
  if (type.endsWith(']')) return 'list'
  if (type === 'JSON') return 'json'
  return type === 'VARCHAR' ? text : null
}

const isNotEmpty = (text: Expression): Expression => op('<>', text, literal(''))

const delimited = (text: Expression, { delimiter, trim, skipEmpty }: TextLists): Expression => {
  const trimmed = (each: Expression) => (trim ? call('trim', each) : each)
  const parts = call('string_split', text, literal(meant(delimiter)))
  const values = trim ? call('list_transform', parts, lambda('part', trimmed)) : parts
  const list = skipEmpty ? call('list_filter', values, lambda('part', isNotEmpty)) : values
  // a text that holds nothing lists nothing
  return cases([{ when: isNotEmpty(trimmed(text)), result: list }], cast(op('list'), 'VARCHAR[]'))
}

/** The elements of a JSON array: of a column of JSON as JSON, of a text as texts. Null of what is no array. */
const jsonElements = (of: Expression, type: string): Expression => {
  const elements = (text: Expression) =>
    type === 'JSON' ? call('json_extract', text, literal('$[*]')) : call('json_extract_string', text, literal('$[*]'))
  const sort = cases([{ when: call('json_valid', of), result: call('json_type', of) }])
  return cases([{ when: op('in', sort, literal('ARRAY'), literal('NULL')), result: elements(of) }])
}

/** The elements of a column as a list; null where it has none. */
export const listOf = (of: Column, how: TextLists): Expression => {
  const value = column(of.name)
  switch (sortOf(of, how)) {
    case 'delimited':
      return cases([{ when: op('is_not_null', value), result: delimited(value, how) }])
    case 'json':
      return jsonElements(value, of.type)
    default:
      // arrays of a fixed length are lists from here on
      return cast(value, of.type.replace(/\[\d+\]$/, '[]'))
  }
}

export const hasElements = (list: Expression): Expression => op('>', call('len', list), literal(0))
