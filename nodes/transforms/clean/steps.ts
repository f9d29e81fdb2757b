import { invisible, looseAfter, looseBefore } from '#core/convert/invisible.ts'
import { call, lambda, literal, op } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import { space, trimmed } from '#core/rules/cells.ts'

/** What can be done to a text, in the order in which the form offers it. */
export const stepNames = [
  'trim',
  'collapse_spaces',
  'remove_spaces',
  'upper',
  'lower',
  'title',
  'sentence',
  'strip_accents',
  'remove_control_characters',
  'remove_invisible_characters',
  'remove_digits',
  'keep_digits',
  'remove_letters',
  'keep_letters',
  'keep_letters_and_digits',
  'remove_punctuation',
  'keep_punctuation',
  'nfc',
  'empty_to_null',
] as const

export type StepName = (typeof stepNames)[number]

const replaced =
  (pattern: string, by = '') =>
  (text: Expression): Expression =>
    call('regexp_replace', text, literal(pattern), literal(by), literal('g'))

const letters = '\\p{L}\\p{M}'
const digits = '\\p{Nd}'
const punctuation = '\\p{P}\\p{S}'

const capital = (word: Expression): Expression =>
  op('||', call('upper', call('substr', word, literal(1), literal(1))), call('substr', word, literal(2)))

/** The pieces of a text that a pattern finds, each changed, put together again. */
const piecewise = (text: Expression, pattern: string, change: (piece: Expression) => Expression): Expression => {
  const pieces = call('regexp_extract_all', call('lower', text), literal(pattern))
  return call('array_to_string', call('list_transform', pieces, lambda('piece', change)), literal(''))
}

/** One step over a text; null stays null. */
export const steps: Readonly<Record<StepName, (text: Expression) => Expression>> = {
  trim: trimmed,
  collapse_spaces: replaced(`[${space}]+`, ' '),
  remove_spaces: replaced(`[${space}]+`),
  upper: text => call('upper', text),
  lower: text => call('lower', text),
  // an apostrophe begins no word
  title: text => piecewise(text, `[${letters}'’]+|[^${letters}'’]+`, capital),
  // all before the first letter, and all from it on
  sentence: text => piecewise(text, `^[^\\p{L}]+|\\p{L}(?s:.*)$`, capital),
  strip_accents: text => call('strip_accents', text),
  remove_control_characters: replaced('\\p{Cc}+'),
  // others first: a joiner beside one of them joins nothing
  remove_invisible_characters: text =>
    [replaced(invisible), replaced(looseBefore, '\\1'), replaced(looseAfter, '\\1')].reduce(
      (rest, change) => change(rest),
      text,
    ),
  remove_digits: replaced(`${digits}+`),
  keep_digits: replaced(`[^${digits}]+`),
  remove_letters: replaced(`[${letters}]+`),
  keep_letters: replaced(`[^${letters}]+`),
  keep_letters_and_digits: replaced(`[^${letters}${digits}]+`),
  remove_punctuation: replaced(`[${punctuation}]+`),
  keep_punctuation: replaced(`[^${punctuation}]+`),
  nfc: text => call('nfc_normalize', text),
  empty_to_null: text => call('nullif', text, literal('')),
}
