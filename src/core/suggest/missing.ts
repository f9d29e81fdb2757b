/** Texts that stand for a missing value and for nothing else, in small letters. `none` and `unknown` may be meant. */
export const missingWords: readonly string[] = ['', '-', '--', '---', '?', 'n/a', '#n/a', 'null', '<null>']

const known = new Set(missingWords)

/** Whether a text stands for a missing value, whatever space is around it. */
export const isMissingWord = (text: string): boolean => known.has(text.trim().toLowerCase())
