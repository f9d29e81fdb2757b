/** What can be wrong with a line of a CSV file, so that it is no row as it stands. */
export const lineFaults = {
  few: 'The line has too few cells',
  many: 'The line has too many cells',
  stray: 'A quote stands inside a cell',
  quote: 'A quoted cell does not end where its quote ends',
  open: 'A quote is not closed',
  zero: 'A zero byte stands in the line',
  mark: 'A byte order mark stands in the line',
  carriage: 'A carriage return stands in the line',
  bytes: 'It holds bytes that the encoding does not have',
  long: 'It is longer than two million bytes',
} as const

/** A fault's number in the copy of a file, where 0 is none, or where it has no number. */
export const faultCode = (fault: string): number => Object.values<string>(lineFaults).indexOf(fault) + 1
