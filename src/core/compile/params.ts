import { didYouMean } from '../flow/nearest.ts'
import { parameterTypes, readParameter } from '../flow/parameters.ts'
import type { Parameter, ParameterValue } from '../flow/types.ts'
import type { Problem } from '../problem.ts'
import { literal } from '../relation/build.ts'
import type { Literal } from '../relation/expression.ts'

/** A parameter's value as a typed literal. */
export const parameterLiteral = (parameter: Parameter, value: ParameterValue): Literal =>
  literal(value === null ? null : String(value), parameterTypes[parameter.type])

/** The values that a run works with: given ones over defaults, each read as its type; what does not fit is a problem. */
export const effectiveParams = (
  declared: Readonly<Record<string, Parameter>>,
  given: Readonly<Record<string, ParameterValue>>,
): { readonly params: Readonly<Record<string, ParameterValue>>; readonly problems: readonly Problem[] } => {
  const problems: Problem[] = []
  const params: Record<string, ParameterValue> = {}
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(declared, name)) continue
    problems.push({
      code: 'E-PARAM-UNKNOWN',
      severity: 'error',
      message: `This flow has no parameter \`${name}\`.`,
      ...didYouMean(name, Object.keys(declared)),
    })
  }
  for (const [name, parameter] of Object.entries(declared)) {
    const own = Object.hasOwn(given, name) ? given[name] : null
    const read = readParameter(parameter, own ?? parameter.default ?? null)
    params[name] = read.ok ? read.value : null
    if (read.ok) continue
    problems.push({
      code: 'E-PARAM-VALUE',
      severity: 'error',
      message: `The parameter \`${name}\` ${read.message}.`,
      ...(read.hint ? { hint: read.hint } : {}),
    })
  }
  return { params, problems }
}
