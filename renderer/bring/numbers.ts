/** A number with a point before its decimals, and maybe commas between thousands; and the other way round. */
const forms = {
  '.': /^[+-]?(?:[1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d*)(?:\.\d*)?(?:e[+-]?\d+)?$|^[+-]?\.\d+(?:e[+-]?\d+)?$/i,
  ',': /^[+-]?(?:[1-9]\d{0,2}(?:[.\u00a0\u202f]\d{3})+|0|[1-9]\d*)(?:,\d+)?$/,
} as const

export type DecimalSign = keyof typeof forms

/** A double holds every number of so many digits exactly. */
const exactDigits = 15
const wholeDigits = 18

const areAll = (texts: readonly string[], sign: DecimalSign) => texts.every(text => forms[sign].test(text))

/** The decimal sign that a column's texts leave no doubt about, or null. Dots alone may as well part an address or a version. */
const certainSign = (texts: readonly string[]): DecimalSign | null => {
  const point = areAll(texts, '.')
  if (point === areAll(texts, ',')) return null
  if (point) return '.'
  return texts.some(text => text.includes(',')) ? ',' : null
}

/** The decimal sign that the columns of a table speak for; null where none does. */
export const signOf = (columns: readonly (readonly string[])[]): DecimalSign | 'both' | null => {
  const found = new Set(columns.flatMap(texts => (texts.length > 0 ? (certainSign(texts) ?? []) : [])))
  return found.size > 1 ? 'both' : ([...found][0] ?? null)
}

const plain = (text: string, sign: DecimalSign): string =>
  sign === '.' ? text.replaceAll(',', '') : text.replace(/[.\u00a0\u202f]/g, '').replace(',', '.')

export interface NumberColumn {
  readonly type: 'BIGINT' | 'DOUBLE'
  readonly sign: DecimalSign
  read(text: string): string
}

const digitsOf = (text: string) => text.replace(/e.*$/i, '').replace(/\D/g, '').replace(/^0+/, '').length

const typeOf = (texts: readonly string[]): NumberColumn['type'] | null => {
  if (texts.every(text => /^[+-]?\d+$/.test(text) && digitsOf(text) <= wholeDigits)) return 'BIGINT'
  return texts.every(text => digitsOf(text) <= exactDigits) ? 'DOUBLE' : null
}

/**
 * How a column's texts are read as numbers: null where they are none, or would lose digits; 'unsure' where a comma may stand
 * before decimals or between thousands.
 */
export const numbersOf = (
  texts: readonly string[],
  table: DecimalSign | 'both' | null,
): NumberColumn | 'unsure' | null => {
  const certain = certainSign(texts)
  const sign = certain ?? (table === ',' ? ',' : '.')
  if (!areAll(texts, sign)) return null
  const doubtful = table === 'both' ? /[.,]/ : /,/
  if (certain === null && table !== ',' && table !== '.' && texts.some(text => doubtful.test(text))) return 'unsure'
  const read = (text: string) => plain(text, sign)
  const type = typeOf(texts.map(read))
  return type && { type, sign, read }
}
