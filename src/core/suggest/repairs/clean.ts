import { changing, cleaning, type Mender } from './propose.ts'

/** Spaces that nobody meant. */
export const trim: Mender = (column, { spaced }) =>
  spaced === 0
    ? []
    : [
        cleaning(
          column,
          'Trim spaces',
          ['trim', 'collapse_spaces'],
          changing(column, 'have spaces around them, or more than one in a row'),
        ),
      ]

/** Characters that are none. */
export const unseen: Mender = (column, texts) =>
  texts.unseen === 0
    ? []
    : [
        cleaning(
          column,
          'Remove control characters',
          ['remove_control_characters'],
          changing(column, 'hold control characters'),
        ),
      ]

/** Characters that nobody sees. */
export const invisible: Mender = (column, texts) =>
  texts.invisible === 0
    ? []
    : [
        cleaning(
          column,
          'Remove invisible characters',
          ['remove_invisible_characters'],
          changing(column, 'hold characters that nobody sees, so that they are not equal to what looks the same'),
        ),
      ]

/** One letter written in two ways. */
export const normalForm: Mender = (column, { unnormal }) =>
  unnormal === 0
    ? []
    : [
        cleaning(
          column,
          'Unicode normal form',
          ['nfc'],
          changing(
            column,
            'write an accent as a character of its own, so that they are not equal to what looks the same',
          ),
        ),
      ]
