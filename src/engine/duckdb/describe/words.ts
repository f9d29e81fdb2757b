import type { Finding } from '#core/source/description.ts'

const exact = new Intl.NumberFormat('en-US')

export const number = (n: number): string => exact.format(n)

/** `1 line`, `1,000 lines`. */
export const counted = (n: number, one: string, many = `${one}s`): string => `${number(n)} ${n === 1 ? one : many}`

const names: Readonly<Record<string, string>> = { '\t': 'tab', ' ': 'space', '': 'none' }

/** A sign by the name that a person would give it. */
export const signName = (sign: string): string => names[sign] ?? sign

/** A text between backticks, short enough for a sentence. */
export const quoted = (text: string): string => {
  const shown = text
    .replaceAll('`', "'")
    .replaceAll('\t', '→')
    .replaceAll(/[\r\n]+/g, '⏎')
  return `\`${shown.length > 40 ? `${shown.slice(0, 40)}…` : shown}\``
}

/** A finding that no setting says. */
export const fact = (label: string, value: string, evidence: readonly string[] = []): Finding => ({
  setting: null,
  label,
  value,
  given: false,
  evidence,
  options: [],
})
