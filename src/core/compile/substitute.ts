import { didYouMean } from '../flow/nearest.ts'
import type { ParameterValue } from '../flow/types.ts'
import { fieldMeta, z } from '../node/settings.ts'
import type { Problem } from '../problem.ts'

/** What may stand in `${…}`. */
export interface Names {
  readonly params: Readonly<Record<string, ParameterValue>>
  environment(name: string): string | undefined
  /** Told of each value that may be seen nowhere, before anything is made of it. */
  readonly keepSecret?: ((value: string) => void) | undefined
}

type Report = (problem: Omit<Problem, 'node'>) => void

const place = /\$\$\{|\$\{([^}]*)\}/g

/** A text with `${name}` and `${env:NAME}` put in; `$${` is a literal `${`. Unknown names are reported and left standing. */
export const substitute = (text: string, setting: string, names: Names, report: Report, isSecret = false): string =>
  text.replace(place, (whole, inside: string | undefined, start: number) => {
    if (inside === undefined) return '${'
    const range = { start, end: start + whole.length }
    if (inside.startsWith('env:')) {
      const value = names.environment(inside.slice(4))
      if (value !== undefined && isSecret) names.keepSecret?.(value)
      if (value !== undefined) return value
      report({
        code: 'E-ENV-UNSET',
        severity: 'error',
        setting,
        range,
        message: `The environment variable \`${inside.slice(4)}\` is not set.`,
      })
      return whole
    }
    if (inside.startsWith('secret:')) {
      report({
        code: 'E-SECRET-PLACE',
        severity: 'error',
        setting,
        range,
        message: isSecret
          ? `The secret \`${inside.slice(7)}\` cannot be had: write \`\${env:NAME}\` to take it from the environment.`
          : `The secret \`${inside.slice(7)}\` may not stand in a path or a name, where it would be seen.`,
      })
      return whole
    }
    const isKnown = Object.hasOwn(names.params, inside)
    const value = isKnown ? names.params[inside] : undefined
    // what a flow around this one took from the environment comes in as a parameter
    if (value !== undefined && value !== null && isSecret) names.keepSecret?.(String(value))
    if (value !== undefined && value !== null) return String(value)
    report({
      code: 'E-PARAM-UNKNOWN',
      severity: 'error',
      setting,
      range,
      message: isKnown
        ? `The parameter \`${inside}\` has no value.`
        : `There is no parameter \`${inside}\` in this flow.`,
      ...(isKnown ? {} : didYouMean(inside, Object.keys(names.params))),
    })
    return whole
  })

const texts = new Set(['text', 'file', 'saveFile'])

/** Settings with parameters put into the text fields (paths, names), by the widgets of the schema's top level. */
export const substituteSettings = (
  schema: z.ZodType,
  settings: Readonly<Record<string, unknown>>,
  names: Names,
  report: Report,
): Record<string, unknown> => {
  const shape = schema instanceof z.ZodObject ? (schema.shape as Record<string, z.ZodType>) : {}
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => {
      const meta = shape[key] && fieldMeta(shape[key])
      const isText = typeof value === 'string' && meta && texts.has(meta.widget)
      return [key, isText ? substitute(value, key, names, report, meta.secret) : value]
    }),
  )
}
