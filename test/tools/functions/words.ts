import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FunctionEntry, Takes, Use } from '#core/functions/types.ts'
import { root } from '../command.ts'

/** What is said by hand of a function. */
export type Words = Omit<FunctionEntry, 'also' | 'signature'> & {
  /** Names that mean the same to people, though DuckDB has them as functions of their own. */
  readonly names: readonly string[]
  /** No function, but a form of SQL. */
  readonly form: boolean
}

const files = {
  formulas: 'formula',
  forms: 'formula',
  measures: 'measure',
  windows: 'window',
} as const satisfies Record<string, Use>

const split = (text: string, by: string): readonly string[] =>
  text
    .split(by)
    .map(part => part.trim())
    .filter(Boolean)

const readFile = (file: keyof typeof files): readonly Words[] => {
  let takes = ''
  const lines = readFileSync(join(root, 'src/core/functions/words', `${file}.md`), 'utf8').split('\n')
  return lines.flatMap(line => {
    takes = /^## (\w+)$/.exec(line)?.[1] ?? takes
    if (!line.startsWith('|') || /^\| (names|---)/.test(line)) return []
    const [, names = '', call = '', about = '', elsewhere = ''] = line.split('|').map(cell => cell.trim())
    const [name = '', ...others] = split(names, ' ')
    return [
      {
        name,
        names: [name, ...others],
        use: files[file],
        form: file === 'forms',
        takes: takes as Takes,
        call,
        about,
        elsewhere: split(elsewhere, ','),
      },
    ]
  })
}

/** Everything that is said by hand of functions, in the order in which they are offered. */
export const readWords = (): readonly Words[] =>
  (['forms', 'formulas', 'measures', 'windows'] as const).flatMap(readFile)
