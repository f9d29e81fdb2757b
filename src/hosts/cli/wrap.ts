const width = 80

/** Keeps the words of a text together on one line, as in a piece of code. */
export const unbroken = (text: string): string => text.replaceAll(' ', '\u00a0')

/** Words in lines of 80 characters: the first behind `first`, the others behind as many spaces as `hang` says. */
export const wrapped = (text: string, first = '', hang = first.length): readonly string[] => {
  const lines: string[] = []
  let line = first
  let empty = true
  for (const word of text.split(/[ \n]+/).filter(each => each !== '')) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line)
      line = ' '.repeat(hang) + word
    } else line += empty ? word : ` ${word}`
    empty = false
  }
  return [...lines, line].map(each => each.replaceAll('\u00a0', ' '))
}
