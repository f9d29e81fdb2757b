import type { GateSubject } from '../node/gate.ts'
import type { GateLimit, RuleGate } from '../node/kind.ts'
import { count } from './numbers.ts'

/** When a gate warns and stops: `warns past 10 rows or 5 %`. */
export const limitWords = ({ warn, stop }: RuleGate): readonly string[] => [
  ...(warn ? [`warns past ${bound(warn)}`] : []),
  ...(stop ? [`stops past ${bound(stop)}`] : []),
]

const bound = ({ count: rows, percent }: GateLimit): string =>
  [...(rows === undefined ? [] : [`${count(rows)} rows`]), ...(percent === undefined ? [] : [`${percent} %`])].join(
    ' or ',
  )

/** Which rows a limit counts: `rows flagged by check.email, error or worse`. */
export const subjectWords = ({ of, validator, rule, severity }: GateSubject): string => {
  if (of === 'rows') return 'rows'
  const by = [validator, rule].filter(part => part !== null).join('.')
  const grave = severity === null ? '' : severity === 'critical' ? ', critical' : `, ${severity} or worse`
  return `rows flagged${by === '' ? '' : ` by ${by}`}${grave}`
}
