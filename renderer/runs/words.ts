import type { LightState } from '../ui/StateLight.tsx'
import type { Run } from './use-runs.ts'

const day = new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: 'short' })
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const whole = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })

/** When a run began, short: the clock, and the day before it where that is not today. */
export const startText = (started: string, now = new Date()): string => {
  const at = new Date(started)
  const isToday = at.toDateString() === now.toDateString()
  return isToday ? clock.format(at) : `${day.format(at)} ${clock.format(at).slice(0, 5)}`
}

export const wholeTime = (time: string): string => whole.format(new Date(time))

export const lights = {
  succeeded: 'done',
  failed: 'failed',
  gated: 'gated',
  cancelled: 'stopped',
} as const satisfies Record<Run['status'], LightState>

export const statusWords = {
  succeeded: 'done',
  failed: 'failed',
  gated: 'stopped by a gate',
  cancelled: 'stopped',
} as const satisfies Record<Run['status'], string>

/** A share as a percentage that never says 100 of what is less. */
export const scoreText = (score: number): string =>
  `${score === 1 ? '100' : (Math.floor(score * 1000) / 10).toFixed(1)} %`

const spans = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
] as const

/** How old data was when it was read: `3 days`. */
export const ageText = (modified: string, asOf: string): string => {
  const ms = Date.parse(asOf) - Date.parse(modified)
  const [size, name] = spans.find(([span]) => ms >= span) ?? [60_000, 'minute']
  const count = Math.floor(ms / size)
  return count < 1 ? 'under a minute' : `${count} ${name}${count === 1 ? '' : 's'}`
}
