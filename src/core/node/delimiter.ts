/** A delimiter as it is meant: a tab or a new line cannot be typed into a field. */
export const meant = (delimiter: string): string => delimiter.replaceAll('\\t', '\t').replaceAll('\\n', '\n')
