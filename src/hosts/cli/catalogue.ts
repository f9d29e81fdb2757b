import { didYouMean } from '#core/flow/nearest.ts'
import type { AnyRuleKind } from '#core/rules/rule.ts'
import type { JsonSchema } from '#core/schema/catalogue.ts'
import { usage } from './exit.ts'
import { settingTexts } from './schema-text.ts'
import { wrapped } from './wrap.ts'

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

/** Settings with their types, defaults and help, in 80 columns. */
export const settingLines = (schema: JsonSchema): readonly string[] =>
  settingTexts(schema).flatMap(({ name, type, otherwise, help }) => {
    const shown = otherwise === 'required' ? ' (required)' : otherwise ? ` = ${otherwise}` : ''
    return [...wrapped(`${type}${shown}`, `  ${name}: `, 6), ...(help ? wrapped(help, '      ') : [])]
  })

/** What a rule says of the rows, as the end of a sentence. */
export const flagsText = {
  cell: 'flags rows and names the cells',
  row: 'flags rows',
  whole: 'gives one outcome for the whole input',
} as const satisfies Record<AnyRuleKind['flags'], string>

/** Other tools' names for a kind, for people who know it by one of them. */
export const elsewhere = (names: readonly string[]): readonly string[] =>
  names.length === 0 ? [] : wrapped(names.join(', '), 'elsewhere: ')

export const entryLines = (entry: Entry, names: readonly string[]): readonly string[] => [
  `${entry.kind}: ${entry.title}. ${entry.summary}`,
  ...elsewhere(names),
  '',
  ...ports('inputs', entry.inputs),
  ...ports('outputs', entry.outputs),
  'settings:',
  ...settingLines(entry.settings),
]
