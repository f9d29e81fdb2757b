import { z } from '../../node/settings.ts'

const written =
  /^(\d{4}-\d{2}-\d{2})(?:[T ]([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)?)?$/

/** Whether the calendar has the day, which Date.parse would move on: the 31st of February becomes the 2nd of March. */
const exists = (day: string): boolean => {
  const at = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day)
}

/** A day, or a time with or without a zone, in ISO 8601. */
export const instant = z.string().refine(
  text => {
    const [, day] = written.exec(text) ?? []
    return day !== undefined && exists(day)
  },
  { error: 'it is not a day or time, such as 2024-01-31 or 2024-01-31T12:00:00Z' },
)
