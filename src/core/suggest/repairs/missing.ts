import { isMissingWord, missingWords } from '../missing.ts'
import { quoted } from '../words.ts'
import { changing, type Mender } from './propose.ts'

/** Texts that stand for no value. */
export const missing: Mender = (column, texts) => {
  if (texts.missing === 0 || texts.missing === column.count) return []
  const seen = column.frequent.map(({ value }) => String(value)).filter(isMissingWord)
  const such = seen.length > 0 ? `, such as ${quoted(seen.map(word => (word.trim() === '' ? ' ' : word)))}` : ''
  return [
    {
      column: column.name,
      title: 'Empty texts to null',
      node: 'transform.map_values',
      settings: name => ({
        columns: [name],
        pairs: missingWords.map(word => [word, null]),
        ignoreCase: true,
        ignoreSpace: true,
      }),
      mayLose: null,
      because: changing(column, `stand for a missing value${such}`),
    },
  ]
}
