import type { Problem } from '../problem.ts'
import { call, cases, literal } from '../relation/build.ts'
import type { Expression } from '../relation/expression.ts'
import { quotePattern } from '../rules/re2.ts'

/** A specifier that DuckDB can read, or the one at which reading ends. */
const specifier = /%(?:-[dmyHIMSj]|[aAwdbBhmyYHIpMSgfnzZjUWcxX%GuVT])|(%-?.?)/gsu

/** Whether DuckDB can read all formats of a setting; reports those that it cannot. */
export const areFormats = (
  formats: readonly string[],
  setting: (index: number) => string,
  report: (problem: Omit<Problem, 'node'>) => void,
): boolean => {
  const faults = formats.flatMap((format, i) =>
    [...format.matchAll(specifier)].flatMap(found => (found[1] === undefined ? [] : [{ format, i, found }])),
  )
  for (const { format, i, found } of faults)
    report({
      code: 'E-SETTING',
      severity: 'error',
      setting: setting(i),
      range: { start: found.index, end: found.index + found[0].length },
      message: `The date format \`${format}\` has \`${found[0]}\`, which stands for nothing.`,
      hint: 'write `%%` for a percent sign',
    })
  return faults.length === 0
}

const digits: Readonly<Record<string, readonly [least: number, most: number]>> = {
  Y: [4, 4],
  G: [4, 4],
  y: [2, 2],
  j: [1, 3],
  d: [1, 2],
  m: [1, 2],
  H: [1, 2],
  I: [1, 2],
  M: [1, 2],
  S: [1, 2],
  U: [1, 2],
  W: [1, 2],
  V: [1, 2],
  w: [1, 1],
  u: [1, 1],
  g: [1, 3],
  f: [1, 6],
  n: [1, 9],
}

const others: Readonly<Record<string, string>> = {
  b: '\\pL+',
  h: '\\pL+',
  B: '\\pL+',
  a: '\\pL+',
  A: '\\pL+',
  p: '[AaPp][Mm]',
  z: '[+-][0-9:]+',
  Z: '[A-Za-z_/+-][A-Za-z0-9_/+-]*',
  T: '[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}',
  '%': '%',
}

const part = /%-?(.)|\s+|[^%\s]+/gsu

/**
 * A pattern of what a format may read: years in full, and parts without a sign between them with all their digits, since
 * strptime takes 24 for the year 24, and the first that fits of 2024115. Null of a format whose width nobody knows.
 */
const patternOf = (format: string): string | null => {
  const parts = [...format.matchAll(part)]
  const isNumber = (i: number) => parts[i]?.[1] !== undefined && digits[parts[i][1]] !== undefined
  const patterns = parts.map((found, i) => {
    const name = found[1]
    if (name === undefined) return found[0].trim() === '' ? '\\s+' : quotePattern(found[0])
    const [least, most] = digits[name] ?? [0, 0]
    if (most === 0) return others[name]
    return isNumber(i - 1) || isNumber(i + 1) ? `[0-9]{${most}}` : `[0-9]{${least},${most}}`
  })
  return patterns.includes(undefined) ? null : `\\s*${patterns.join('')}\\s*`
}

/** A text read by a format, as a timestamp, with a zone where the format has one; null where the format does not fit. */
export const readBy = (text: Expression, format: string): Expression => {
  const read = call('try_strptime', text, literal(format))
  const pattern = patternOf(format)
  if (pattern === null) return read
  return cases([{ when: call('regexp_full_match', text, literal(pattern)), result: read }])
}

/** Whether a format reads an offset or the name of a zone. */
export const hasZone = (format: string): boolean => /%[zZ]/.test(format.replaceAll('%%', ''))
