const spelt = /^(\d+(?:\.\d+)?) ?(second|minute|hour|day|week|month|year)s?$/

const microseconds: Readonly<Record<string, number>> = {
  second: 1e6,
  minute: 60e6,
  hour: 3600e6,
  day: 86_400e6,
  week: 604_800e6,
}

/** How long a span of time is in microseconds; null where that depends on the calendar. */
export const spanLength = (span: string): number | null => {
  const [, count, unit = ''] = spelt.exec(span) ?? []
  const one = microseconds[unit]
  return one === undefined ? null : Math.round(Number(count) * one)
}

/** A span as long as another but for a microsecond: at its end the next one begins. */
export const shortOf = (span: string): string => `${span} -1 microseconds`
