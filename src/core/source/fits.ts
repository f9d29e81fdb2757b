const whole: Readonly<Record<string, readonly [bigint, bigint]>> = {
  TINYINT: [-(2n ** 7n), 2n ** 7n - 1n],
  SMALLINT: [-(2n ** 15n), 2n ** 15n - 1n],
  INTEGER: [-(2n ** 31n), 2n ** 31n - 1n],
  BIGINT: [-(2n ** 63n), 2n ** 63n - 1n],
  HUGEINT: [-(2n ** 127n), 2n ** 127n - 1n],
  UTINYINT: [0n, 2n ** 8n - 1n],
  USMALLINT: [0n, 2n ** 16n - 1n],
  UINTEGER: [0n, 2n ** 32n - 1n],
  UBIGINT: [0n, 2n ** 64n - 1n],
  UHUGEINT: [0n, 2n ** 128n - 1n],
}

const alias: Readonly<Record<string, string>> = {
  INT: 'INTEGER',
  INT4: 'INTEGER',
  INT8: 'BIGINT',
  LONG: 'BIGINT',
  INT2: 'SMALLINT',
  SHORT: 'SMALLINT',
  INT1: 'TINYINT',
  FLOAT: 'DOUBLE',
  FLOAT4: 'DOUBLE',
  FLOAT8: 'DOUBLE',
  REAL: 'DOUBLE',
  BOOL: 'BOOLEAN',
  LOGICAL: 'BOOLEAN',
  DATETIME: 'TIMESTAMP',
  TIMESTAMPTZ: 'TIMESTAMP',
  'TIMESTAMP WITH TIME ZONE': 'TIMESTAMP',
  NUMERIC: 'DECIMAL',
}

const digits = /^[+-]?\d+$/
const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const special = /^[+-]?(nan|inf|infinity)$/i
const time = /^([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?$/
const date = /^(\d{1,6})-(\d{1,2})-(\d{1,2})$/
const uuid = /^\{?[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/i

const isDate = (text: string): boolean => {
  const [year, month, day] = (date.exec(text)?.slice(1) ?? []).map(Number)
  if (year === undefined || month === undefined || day === undefined) return false
  const last = [
    31,
    year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28,
    31,
    30,
    31,
    30,
    31,
    31,
    30,
    31,
    30,
    31,
  ]
  return month >= 1 && month <= 12 && day >= 1 && day <= last[month - 1]!
}

const isTimestamp = (text: string): boolean => {
  const [day, clock, ...more] = text
    .replace(/(Z|[+-]\d{2}(:?\d{2})?)$/, match => (text.includes(':') ? '' : match))
    .split(/[T ]/)
  return more.length === 0 && isDate(day!) && (clock === undefined || time.test(clock.trim()))
}

/** Rounded to its scale, as DuckDB does before it looks whether there is room. */
const isDecimal = (text: string, precision: number, scale: number): boolean =>
  number.test(text) && Math.round(Math.abs(Number(text)) * 10 ** scale) < 10 ** precision

const tests: Readonly<Record<string, (text: string) => boolean>> = {
  DOUBLE: text => number.test(text) || special.test(text),
  BOOLEAN: text => /^(true|false|t|f|yes|no|y|n|1|0)$/i.test(text),
  DATE: isDate,
  TIME: text => time.test(text),
  TIMESTAMP: isTimestamp,
  UUID: text => uuid.test(text),
}

/** Whether a text can be a value of a type; null where that is for DuckDB to say. */
export const fits = (text: string, type: string): boolean | null => {
  const name = type.trim().toUpperCase()
  const decimal = /^(?:DECIMAL|NUMERIC)(?:\s*\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?$/.exec(name)
  const trimmed = text.trim()
  if (decimal) return isDecimal(trimmed, Number(decimal[1] ?? 18), Number(decimal[2] ?? (decimal[1] ? 0 : 3)))
  const known = alias[name] ?? name
  const range = whole[known]
  if (range) return digits.test(trimmed) && BigInt(trimmed) >= range[0] && BigInt(trimmed) <= range[1]
  const test = tests[known]
  if (test) return test(trimmed)
  return /^(VARCHAR|TEXT|STRING|CHAR)(\(\d+\))?$/.test(known) ? true : null
}
