/** A value of a list as it is shown and typed. */
export const shownValue = (value: unknown): string => (value === null ? 'null' : String(value))

/** Reads what is typed as the list holds it: numbers and null only where items need not be texts. */
export const readValue = (text: string, textsOnly: boolean): unknown => {
  if (textsOnly) return text
  if (text === 'null') return null
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?(0|[1-9]\d*)(\.\d*[1-9])?$/.test(text) ? Number(text) : text
}
