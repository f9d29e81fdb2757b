/** A way to write numbers: its signs, and what a whole value looks like, as a regular expression of RE2. */
export interface Notation {
  readonly name: string
  readonly said: string
  readonly decimal: string
  readonly thousands: string
  readonly pattern: string
}

const around = (number: string): string => `[ ]*[+-]?${number}[ ]*`

/** The notations that are told apart; `plain` needs no repair. */
export const notations: readonly Notation[] = [
  {
    name: 'plain',
    said: '1234.5',
    decimal: '.',
    thousands: '',
    pattern: '[ ]*[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)[ ]*',
  },
  {
    name: 'comma',
    said: '1.234,5',
    decimal: ',',
    thousands: '.',
    pattern: around('(?:[0-9]{1,3}(?:\\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?'),
  },
  {
    name: 'point',
    said: '1,234.5',
    decimal: '.',
    thousands: ',',
    pattern: around('(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\\.[0-9]+)?'),
  },
  {
    name: 'space',
    said: '1 234,5',
    decimal: ',',
    thousands: ' ',
    pattern: around('(?:[0-9]{1,3}(?:[  ][0-9]{3})+|[0-9]+)(?:,[0-9]+)?'),
  },
]
