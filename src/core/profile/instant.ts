const units: Readonly<Record<string, bigint>> = { DATE: 86_400_000_000n, TIMESTAMP_S: 1_000_000n, TIMESTAMP_MS: 1_000n }

/** Microseconds of the smallest step that a type of dates tells apart, of those not finer than one. */
export const unitOf = (type: string): bigint => units[type] ?? 1n

const furthest = 8_640_000_000_000_000n

/** An instant in microseconds since 1970 as ISO 8601 text of its type; null further away than a calendar reaches. */
export const instantText = (micros: bigint, type: string): string | null => {
  const rest = ((micros % 1000n) + 1000n) % 1000n
  const millis = (micros - rest) / 1000n
  if (millis > furthest || millis < -furthest) return null
  const [day = '', time = ''] = new Date(Number(millis)).toISOString().split('T')
  if (type === 'DATE') return day
  const fraction = (time.slice(9, 12) + String(rest).padStart(3, '0')).replace(/0+$/, '')
  const zone = /TZ$|ZONE$/.test(type) ? 'Z' : ''
  return `${day}T${time.slice(0, 8)}${fraction && `.${fraction}`}${zone}`
}
