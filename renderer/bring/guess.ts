import { datesOf } from './dates.ts'
import { numbersOf, signOf } from './numbers.ts'

/** What a column of pasted texts holds, and how a text of it is kept. */
export interface Guess {
  readonly type: string
  /** What was decided of it, where a person may see it otherwise; follows its name. */
  readonly told?: string
  read(text: string): string
}

const asText: Guess = { type: 'VARCHAR', read: text => text }

const filledOf = (texts: readonly string[]) => texts.map(text => text.trim()).filter(text => text !== '')

const guessOne = (texts: readonly string[], sign: ReturnType<typeof signOf>): Guess => {
  if (texts.length === 0) return asText
  const numbers = numbersOf(texts, sign)
  if (numbers === 'unsure')
    return { ...asText, told: 'kept as text: its comma may stand before decimals or between thousands' }
  if (numbers) {
    const { type, read } = numbers
    const rewritten = texts.some(text => read(text) !== text)
    const told = numbers.sign === ',' ? 'read with a comma before decimals' : 'read with commas between thousands'
    return { type, read: text => read(text.trim()), ...(rewritten ? { told } : {}) }
  }
  if (texts.every(text => /^(true|false)$/i.test(text)))
    return { type: 'BOOLEAN', read: text => text.trim().toLowerCase() }
  const dates = datesOf(texts)
  if (dates === 'unsure') return { ...asText, told: 'kept as text: day and month may be either' }
  if (!dates) return asText
  const { type, read, written } = dates
  return { type, read: text => read(text.trim()), ...(written ? { told: `read as ${written}` } : {}) }
}

/** The narrowest type of each column that loses nothing; a number with a leading zero, or too many digits, is a text. */
export const guessColumns = (columns: readonly (readonly string[])[]): readonly Guess[] => {
  const filled = columns.map(filledOf)
  const sign = signOf(filled)
  return filled.map(texts => guessOne(texts, sign))
}
