import { keep } from '../relation/build.ts'
import type { Column, NamedExpression } from '../relation/relation.ts'
import type { CompileContext } from './kind.ts'

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** Columns and new ones: one that has the name of another takes its place, the others follow. */
export const withColumns = (
  names: readonly string[],
  added: readonly NamedExpression[],
): readonly NamedExpression[] => [
  ...keep(names).map(kept => added.find(({ name }) => same(name, kept.name)) ?? kept),
  ...added.filter(({ name }) => !names.some(other => same(name, other))),
]

/**
 * Columns with new ones behind one of them; a new one that has the name of another takes its place, and some are left out. All
 * under their own names.
 */
export const columnsBehind = (
  names: readonly string[],
  behind: string,
  added: readonly string[],
  dropped: ReadonlySet<string>,
): readonly NamedExpression[] => {
  const fresh = added.filter(name => !names.some(other => same(other, name)))
  return keep(
    names.flatMap(name => {
      const own = added.find(other => same(other, name))
      const here = own === undefined ? (dropped.has(name) ? [] : [name]) : [own]
      return name === behind ? [...here, ...fresh] : here
    }),
  )
}

/** Reports every name that an earlier one of the list has already. */
export const reportTwice = (
  names: readonly { readonly name: string; readonly setting: string }[],
  context: CompileContext,
): void => {
  for (const [i, { name, setting }] of names.entries())
    if (names.slice(0, i).some(earlier => same(earlier.name, name)))
      context.report({
        code: 'E-COLUMN-TWICE',
        severity: 'error',
        setting,
        message: `Two columns would be named \`${name}\`.`,
        hint: 'give one of them another name',
      })
}

/** Reports a column that has not a type for what is asked of it. */
export const reportType = (of: Column, setting: string, wanted: string, context: CompileContext): void =>
  context.report({
    code: 'E-COLUMN-TYPE',
    severity: 'error',
    setting,
    message: `\`${of.name}\` is ${of.type}, and ${wanted} is needed here.`,
    hint: 'choose another column, or convert it before',
  })
