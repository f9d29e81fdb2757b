/** A value of a page as one line of text. */
export const cellText = (value: unknown): string => {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string') return value
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const marks: Readonly<Record<string, string>> = { '\n': '↵', '\r': '', '\t': '⇥' }

/** The same with what would break the line made visible, and dates and times apart. */
export const shownText = (value: unknown, type: string): string => {
  const text = cellText(value)
  if (type.startsWith('TIMESTAMP')) return text.replace('T', ' ')
  return /[\n\r\t]/.test(text) ? text.replace(/[\n\r\t]/g, mark => marks[mark] ?? mark) : text
}

/** Whole values indented where they are nested. */
export const wholeText = (text: string, type: string): string => {
  if (!/^[[{]/.test(text) || /^VARCHAR/.test(type)) return text
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
