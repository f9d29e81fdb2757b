/** A column's name as words: `orderDate`, `ORDER_DATE` and `order date` are the same. */
export const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/(?<=[\p{Ll}\d])(?=\p{Lu})/gu, ' ')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter(word => word !== '')

/** Whether one of a name's words is among these. */
export const hasWord = (name: string, words: ReadonlySet<string>): boolean =>
  wordsOf(name).some(word => words.has(word))

/** A name without some of its words: what is left says what it is of. */
export const without = (name: string, words: ReadonlySet<string>): string =>
  wordsOf(name)
    .filter(word => !words.has(word))
    .join(' ')

const listing = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Words of columns that tell rows, or other things, apart. */
export const keyWords = listing('id ids key uuid guid nr no pk')

/** Words of columns that tell other things apart by a short text. */
export const codeWords = listing('id key code nr no sku iso zip postcode postal abbr symbol')

/** Words of what is measured: two of them are equal by accident. */
export const amountWords = listing(
  'amount price cost quantity qty count stock weight height width length size age distance duration salary wage income population beds seats capacity total subtotal units pieces',
)

/** Words of columns whose digits are neither a number nor a key. */
export const phoneWords = listing('phone telephone tel mobile cell fax')
