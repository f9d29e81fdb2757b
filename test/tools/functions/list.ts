import type { FunctionEntry } from '#core/functions/types.ts'
import { type Overload, readOverloads } from './duckdb.ts'
import { leftOut } from './left-out.ts'
import { signatureOf } from './signature.ts'
import { readWords, type Words } from './words.ts'

const formSignature = ({ call }: Words): string => call.replaceAll('{}', 'value')

const entryOf = (words: Words, overloads: readonly Overload[]): FunctionEntry => {
  const { name, names, use, takes, call, about, elsewhere, form } = words
  const own = overloads.filter(each => names.includes(each.name))
  const roots = new Set(own.flatMap(each => [each.name, ...(each.aliasOf === null ? [] : [each.aliasOf])]))
  const alike = overloads.filter(each => roots.has(each.name) || (each.aliasOf !== null && roots.has(each.aliasOf)))
  const found = alike
    .filter(each => !leftOut(each.name, each.schema) || names.includes(each.name))
    .map(each => each.name)
  const also = [...new Set([...names.slice(1), ...found])].filter(other => other !== name)
  if (own.length === 0 && !form) throw new Error(`DuckDB has no function ${name}`)
  const same = own.filter(each => each.name === name)
  const signature = same.length === 0 ? formSignature(words) : signatureOf(name, same)
  return { name, also, use, takes, call, signature, about, elsewhere }
}

/** Every function that is offered, from what DuckDB tells and what is said by hand. */
export const functionEntries = async (): Promise<readonly FunctionEntry[]> => {
  const overloads = await readOverloads()
  return readWords().map(words => entryOf(words, overloads))
}

/** The list as a module. */
export const functionModule = async (): Promise<string> => {
  const entries = await functionEntries()
  return [
    "import type { FunctionEntry } from './types.ts'",
    '',
    '/** Every function that is offered, written by `npm run fix` from DuckDB and the words beside it. */',
    'export const functionList: readonly FunctionEntry[] = [',
    ...entries.map(entry => `  ${JSON.stringify(entry)},`),
    ']',
    '',
  ].join('\n')
}
