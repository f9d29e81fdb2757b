import { didYouMean } from '#core/flow/nearest.ts'
import type { JsonSchema } from '#core/schema/catalogue.ts'
import { usage } from './exit.ts'

/** What a node's and a rule's entry have in common. */
export interface Entry {
  readonly kind: string
  readonly group?: string
  readonly title: string
  readonly summary: string
  readonly inputs?: readonly { readonly name: string; readonly many?: boolean; readonly optional?: boolean }[]
  readonly outputs?: readonly { readonly name: string }[]
  readonly settings: JsonSchema
}

export const pickKind = <T>(kinds: ReadonlyMap<string, T>, name: string, what: 'node' | 'rule'): T => {
  const found = kinds.get(name)
  if (found !== undefined) return found
  throw usage(
    `There is no ${what} kind \`${name}\`.`,
    didYouMean(name, kinds.keys()).hint ?? `\`weir ${what}s\` lists them`,
  )
}

export const listLines = (entries: readonly Entry[]): readonly string[] => {
  const width = Math.max(...entries.map(entry => entry.kind.length))
  return entries.map(entry => `${entry.kind.padEnd(width)}  ${entry.summary}`)
}

const portText = (port: { readonly name: string; readonly many?: boolean; readonly optional?: boolean }): string =>
  `${port.name}${port.many ? ' (many)' : ''}${port.optional ? ' (optional)' : ''}`

const ports = (label: string, list: Entry['inputs']): readonly string[] =>
  list === undefined ? [] : [`${label}: ${list.map(portText).join(', ') || 'none'}`]

const typeText = (schema: JsonSchema): string => {
  if (Array.isArray(schema.enum)) return schema.enum.map(value => JSON.stringify(value)).join(' | ')
  if (Array.isArray(schema.anyOf)) return schema.anyOf.map((each: JsonSchema) => typeText(each)).join(' | ')
  if ('const' in schema) return JSON.stringify(schema.const)
  if (schema.type === 'array') return `list of ${typeText((schema.items ?? {}) as JsonSchema)}`
  return typeof schema.type === 'string' ? schema.type : 'any'
}

const settingLines = (schema: JsonSchema): readonly string[] => {
  const properties = Object.entries((schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>)
  const required = new Set((schema.required ?? []) as readonly string[])
  return properties.flatMap(([name, of]) => {
    const otherwise = required.has(name) ? ' (required)' : 'default' in of ? ` = ${JSON.stringify(of.default)}` : ''
    const help = typeof of.description === 'string' ? [`      ${of.description}`] : []
    return [`  ${name}: ${typeText(of)}${otherwise}`, ...help]
  })
}

export const entryLines = (entry: Entry): readonly string[] => [
  `${entry.kind}: ${entry.title}. ${entry.summary}`,
  '',
  ...ports('inputs', entry.inputs),
  ...ports('outputs', entry.outputs),
  'settings:',
  ...settingLines(entry.settings),
]
