import type { CompiledFlow } from '../compile/types.ts'
import { graphOf, upstream } from '../flow/graph.ts'
import { type PortName, portText } from '../flow/ports.ts'
import type { Column } from '../relation/relation.ts'
import { familyOf } from '../rules/values.ts'
import { codeWords, hasWord, keyWords, wordsOf } from './names.ts'
import type { Lookup } from './types.ts'

/** `customers` and `customer`, `countries` and `country` are the same thing. */
const singular = (word: string): string => word.replace(/ies$/, 'y').replace(/(?<=x|ch|sh|ss)es$|(?<!s)s$/, '')

const isTelling = (word: string): boolean => keyWords.has(word) || codeWords.has(word)

const anyKey: ReadonlySet<string> = new Set([...keyWords, 'code'])

/** What a name is of, without the words that only say that it is a key. */
const subjectOf = (name: string): string =>
  wordsOf(name)
    .filter(word => !anyKey.has(word))
    .map(singular)
    .join(' ')

/** Whether the names say that a column holds keys of another source: `customer_id` those of `id` in `customers`, or of `customer_id`. */
const isNamedAfter = (column: string, key: string, sources: readonly string[]): boolean => {
  const [of, its] = [subjectOf(column), subjectOf(key)]
  if (of === '' || !(hasWord(key, keyWords) || hasWord(key, codeWords))) return false
  return its === of ? isTelling(wordsOf(column).at(-1) ?? '') : its === '' && sources.includes(of)
}

/** Sorts of values that are told apart by equality. */
const comparable = (one: Column, other: Column): boolean => {
  const family = familyOf(one.type)
  return family === familyOf(other.type) && (family === 'number' || family === 'text')
}

/** An input's name, as a validator takes it. */
const inputName = (node: string): string => {
  const name = node
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/^[^a-z]+/, '')
    .slice(0, 60)
  return name === '' || name === 'in' ? 'known' : name
}

/** Columns of a port that are named after a column of another source of the flow, none that the port's rows come from. */
export const possibleLookups = (
  { flow, nodes }: Pick<CompiledFlow, 'flow' | 'nodes'>,
  at: PortName,
  columns: readonly Column[],
): readonly Lookup[] => {
  const before = new Set([at.node, ...upstream(graphOf(flow), [at.node])])
  const names = new Map<string, string>()
  const nameFor = (from: PortName): string => {
    const key = portText(from.node, from.port)
    const taken = new Set(names.values())
    let name = names.get(key) ?? inputName(from.node)
    while (!names.has(key) && taken.has(name)) name = `${name}_`
    names.set(key, name)
    return name
  }
  return Object.values(nodes).flatMap(node => {
    const [first] = node.outputPorts
    const port = first && node.ports[first.name]
    const own = flow.nodes[node.id]
    if (before.has(node.id) || node.inputPorts.length > 0 || !port || !own) return []
    const { title, settings } = own
    const file = typeof settings.path === 'string' ? settings.path.replace(/^.*[\\/]/, '').replace(/\..*$/, '') : ''
    const sources = [node.id, title ?? '', file].map(subjectOf)
    const from = { node: node.id, port: first.name }
    return columns.flatMap(column =>
      port.columns
        .filter(key => comparable(column, key) && isNamedAfter(column.name, key.name, sources))
        .map(key => ({ column: column.name, key: key.name, from, input: nameFor(from) })),
    )
  })
}
