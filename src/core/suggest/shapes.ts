import type { ColumnProfile, PatternCount } from '../profile/types.ts'

/** A profile tells shapes of so many characters. */
const longest = 64

/** A shape with its runs as one. */
export const roughly = (shape: string): string => shape.replace(/([aA9])\1+/g, '$1+')

/** A column's shapes with runs as one, the most frequent first, and how many values have other ones than those that are told. */
export const roughShapes = ({
  patterns,
  roughPatterns,
  count,
}: ColumnProfile): { readonly shapes: readonly PatternCount[]; readonly rest: number } => {
  const counts = new Map<string, number>()
  for (const each of patterns) {
    const pattern = roughPatterns ? each.pattern : roughly(each.pattern)
    counts.set(pattern, (counts.get(pattern) ?? 0) + each.count)
  }
  const shapes = [...counts].map(([pattern, times]) => ({ pattern, count: times })).sort((a, b) => b.count - a.count)
  return { shapes, rest: count - shapes.reduce((sum, shape) => sum + shape.count, 0) }
}

/** The share of a column's values, of those whose shape is told, that have a shape like this. */
export const shareLike = ({ patterns }: ColumnProfile, like: RegExp): number => {
  const all = patterns.reduce((sum, each) => sum + each.count, 0)
  const fitting = patterns.reduce((sum, each) => sum + (like.test(each.pattern) ? each.count : 0), 0)
  return all === 0 ? 0 : fitting / all
}

/** Whether values are codes: capitals, digits and a sign between them, nothing that is read. */
export const isCode = (column: ColumnProfile): boolean =>
  column.shape === 'text' && (column.length?.max ?? longest) <= 20 && shareLike(column, /^[A9+._/-]+$/) >= 0.98

const anyLetters: Readonly<Record<string, string>> = { A: '\\p{Lu}', a: '\\p{L}', '9': '[0-9]' }
const asciiLetters: Readonly<Record<string, string>> = { A: '[A-Z]', a: '[a-z]', '9': '[0-9]' }

const escaped = (character: string): string => (/[\\^$.*+?()[\]{}|/-]/.test(character) ? `\\${character}` : character)

const times = (least: number, most: number): string =>
  least === most ? (least === 1 ? '' : `{${least}}`) : `{${least},${most}}`

const runsOf = (shape: string): readonly { readonly of: string; readonly times: number }[] => {
  const runs: { of: string; times: number }[] = []
  for (const of of shape) {
    const last = runs.at(-1)
    if (last && last.of === of && of in anyLetters) last.times += 1
    else runs.push({ of, times: 1 })
  }
  return runs
}

/** A regular expression of values whose shapes are these, which are the same with their runs as one. */
export const patternOf = (shapes: readonly string[], ascii: boolean): string => {
  const letters = ascii ? asciiLetters : anyLetters
  const all = shapes.map(runsOf)
  return all[0]!
    .map(({ of }, i) => {
      const lengths = all.map(runs => runs[i]!.times)
      return (letters[of] ?? escaped(of)) + (of in letters ? times(Math.min(...lengths), Math.max(...lengths)) : '')
    })
    .join('')
}

/** Whether a shape is told whole. */
export const isWhole = (shape: string): boolean => shape.length < longest
