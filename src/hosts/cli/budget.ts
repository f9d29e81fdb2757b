import type { EngineOptions } from '#engine/api.ts'
import { type Arguments, wholeNumber } from './args.ts'
import { usage } from './exit.ts'

type Budget = Pick<EngineOptions, 'memory' | 'threads'>

/** --memory and --threads. */
export const readBudget = (args: Arguments): Budget => {
  const memory = args.value('memory')
  if (memory !== undefined && !/^[1-9]\d*(\.\d+)?\s*([KMGT]i?B)$/i.test(memory))
    throw usage(`\`--memory\` should be a size as \`512MB\` or \`4GB\`, and is \`${memory}\`.`)
  const threads = wholeNumber(args, 'threads', 1, 0)
  return { ...(memory === undefined ? {} : { memory }), ...(threads === 0 ? {} : { threads }) }
}

const pattern = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/
const zoned = /(Z|[+-]\d{2}:\d{2})$/

/** --as-of, or now; a time without a zone is UTC, so that it means the same everywhere. */
export const readAsOf = (args: Arguments): string => {
  const given = args.value('as-of')
  if (given === undefined) return new Date().toISOString()
  const text = given.replace(' ', 'T')
  const time = pattern.test(given) ? Date.parse(text.length === 10 || zoned.test(text) ? text : `${text}Z`) : Number.NaN
  if (Number.isNaN(time))
    throw usage(`\`--as-of\` should be a time in ISO 8601 as \`2024-01-31T06:00:00Z\`, and is \`${given}\`.`)
  return new Date(time).toISOString()
}
