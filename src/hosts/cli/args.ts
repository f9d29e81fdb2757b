import { parseArgs } from 'node:util'
import { nearest } from '#core/flow/nearest.ts'
import { usage } from './exit.ts'

export interface Option {
  /** Placeholder of its value; without one it is a switch. */
  readonly value?: string
  readonly multiple?: boolean
  readonly help: string
}

export interface Syntax {
  readonly name: string
  readonly summary: string
  readonly operands: { readonly name: string; readonly least: number; readonly most: number }
  readonly options: Readonly<Record<string, Option>>
  readonly notes?: readonly string[]
}

/** Arguments as given: operands, values of options, switches that are on. */
export interface Arguments {
  readonly operands: readonly string[]
  value(name: string): string | undefined
  values(name: string): readonly string[]
  on(name: string): boolean
}

const near = (name: string, known: readonly string[], prefix = '') => {
  const found = nearest(name, known)
  return found === null ? undefined : `did you mean \`${prefix}${found}\`?`
}

/** An option's name looks like a value that was forgotten; a negative number does not. */
const looksLikeOption = (text: string): boolean => /^-(-|[a-zA-Z])/.test(text)

const check = (syntax: Syntax, operands: readonly string[]): void => {
  const { name, least, most } = syntax.operands
  if (operands.length < least) throw usage(`\`weir ${syntax.name}\` needs ${name}.`, `weir help ${syntax.name}`)
  if (operands.length > most)
    throw usage(`\`weir ${syntax.name}\` does not take \`${operands[most]}\`.`, `weir help ${syntax.name}`)
}

/** Reads a verb's arguments by its syntax; what does not fit is thrown as a problem. */
export const readArguments = (syntax: Syntax, args: readonly string[]): Arguments => {
  const options = Object.fromEntries(
    Object.entries(syntax.options).map(([name, { value }]) => [
      name,
      { type: value ? 'string' : 'boolean', multiple: true } as const,
    ]),
  )
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const given = new Map<string, string[]>()
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const option = Object.hasOwn(syntax.options, token.name) ? syntax.options[token.name]! : null
    const written = token.rawName
    if (option === null)
      throw usage(
        `\`weir ${syntax.name}\` has no option \`${written}\`.`,
        near(token.name, Object.keys(syntax.options), '--') ?? `weir help ${syntax.name}`,
      )
    if (option.value && (token.value === undefined || (!token.inlineValue && looksLikeOption(token.value))))
      throw usage(`\`${written}\` needs a value: ${written} ${option.value}.`)
    if (!option.value && token.value !== undefined) throw usage(`\`${written}\` takes no value.`)
    const values = given.get(token.name) ?? []
    if (values.length > 0 && option.value && !option.multiple) throw usage(`\`${written}\` is given twice.`)
    given.set(token.name, [...values, token.value ?? ''])
  }
  check(syntax, positionals)
  return {
    operands: positionals,
    value: name => given.get(name)?.[0],
    values: name => given.get(name) ?? [],
    on: name => given.has(name),
  }
}

/** The value of an option that is one of a few words. */
export const oneOf = <T extends string>(args: Arguments, name: string, words: readonly [T, ...T[]]): T => {
  const value = args.value(name)
  if (value === undefined) return words[0]
  const found = words.find(word => word === value)
  if (found === undefined)
    throw usage(
      `\`--${name}\` is one of ${words.map(word => `\`${word}\``).join(', ')}, not \`${value}\`.`,
      near(value, words),
    )
  return found
}

/** The value of an option that is a whole number. */
export const wholeNumber = (args: Arguments, name: string, least: number, otherwise: number): number => {
  const value = args.value(name)
  if (value === undefined) return otherwise
  const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN
  if (!(number >= least)) throw usage(`\`--${name}\` should be a whole number from ${least}, and is \`${value}\`.`)
  return number
}
