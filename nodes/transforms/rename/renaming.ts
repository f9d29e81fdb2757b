import { quotePattern } from '#core/rules/re2.ts'
import type { Rule } from './node.ts'
import { cleaned, styled } from './words.ts'

/** As the replacement of a pattern is written elsewhere: `\1` is its first group, `\0` all that it found. */
const withGroups = (to: string, groups: readonly (string | undefined)[]): string =>
  to.replace(/\\([0-9\\])/g, (_, sign: string) => (sign === '\\' ? sign : (groups[Number(sign)] ?? '')))

/** A pattern for names; `null` where it is none. */
export const patternOf = (text: string, ignoreCase: boolean): RegExp | null => {
  try {
    return new RegExp(text, ignoreCase ? 'giu' : 'gu')
  } catch {
    return null
  }
}

const replacing = ({ find, to, ignoreCase }: Rule, pattern: boolean) => {
  const found = patternOf(pattern ? find : quotePattern(find), ignoreCase)
  if (found === null || find === '') return (name: string) => name
  return (name: string) =>
    name.replace(found, (...parts: unknown[]) => {
      const groups = parts.slice(
        0,
        parts.findIndex(part => typeof part === 'number'),
      )
      return pattern ? withGroups(to, groups as (string | undefined)[]) : to
    })
}

const without = (name: string, text: string, at: 'start' | 'end') => {
  if (at === 'start') return name.startsWith(text) ? name.slice(text.length) : name
  return text !== '' && name.endsWith(text) ? name.slice(0, -text.length) : name
}

/** What a rule makes of a name; explicit names are looked up by the name that a column came with. */
export const renaming: Readonly<Record<Rule['kind'], (rule: Rule) => (name: string) => string>> = {
  names: () => name => name,
  case: rule => styled[rule.case],
  prefix: rule => name => rule.text + name,
  suffix: rule => name => name + rule.text,
  remove_prefix: rule => name => without(name, rule.text, 'start'),
  remove_suffix: rule => name => without(name, rule.text, 'end'),
  replace: rule => replacing(rule, false),
  regex: rule => replacing(rule, true),
  clean: rule => name => rule.steps.reduce((text, step) => cleaned[step](text), name),
}
