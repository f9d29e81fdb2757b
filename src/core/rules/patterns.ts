import type { Problem } from '../problem.ts'
import { patternFault } from './re2.ts'
import { groupsOf } from './re2-groups.ts'

type Report = (problem: Omit<Problem, 'node'>) => void

/** Whether RE2 takes the pattern of a setting; reports why not. */
export const isSoundPattern = (pattern: string, setting: string, report: Report): boolean => {
  const fault = patternFault(pattern)
  if (fault === null) return true
  report({
    code: 'E-PATTERN',
    severity: 'error',
    setting,
    range: { start: fault.at, end: fault.end },
    message: `The pattern \`${pattern}\` cannot be used: ${fault.message}.`,
    ...(fault.hint ? { hint: fault.hint } : {}),
  })
  return false
}

const backslash = /\\(?:([0-9])|\\|([\s\S]?))/g

/** Whether the text that a pattern's matches become names only groups that there are; reports what stands for nothing. */
export const isSoundRewrite = (text: string, pattern: string, setting: string, report: Report): boolean => {
  const groups = groupsOf(pattern).length
  const wrong = [...text.matchAll(backslash)].find(
    ([, group, other]) => other !== undefined || (group !== undefined && Number(group) > groups),
  )
  if (wrong === undefined) return true
  report({
    code: 'E-PATTERN',
    severity: 'error',
    setting,
    range: { start: wrong.index, end: wrong.index + wrong[0].length },
    message:
      wrong[1] === undefined
        ? `\`${wrong[0]}\` stands for nothing.`
        : `\`${wrong[0]}\` stands for a group, and the pattern \`${pattern}\` has ${groups}.`,
    hint: 'write `\\\\` for a backslash',
  })
  return false
}
