import { didYouMean } from '#core/flow/nearest.ts'
import { explain, problemCatalogue } from '#core/problem-catalogue.ts'
import type { Option } from '../args.ts'
import { exit, usage } from '../exit.ts'
import type { Io } from '../io.ts'
import { type Verb, type VerbModule, verbs } from '../verbs.ts'

const table = (rows: readonly (readonly [string, string])[]): readonly string[] => {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)
}

const written = ([name, { value }]: readonly [string, Option]): string => `--${name}${value ? ` ${value}` : ''}`

const usageOf = ({ name, operands, options }: Verb): string => {
  const operand = operands.name.replace(/^(a|at least one) /, '')
  const shown =
    operands.most === 0 ? '' : operands.most > 1 ? ` ${operand}…` : operands.least ? ` ${operand}` : ` [${operand}]`
  return `weir ${name}${shown}${Object.keys(options).length > 0 ? ' [OPTIONS]' : ''}`
}

const overview = (): readonly string[] => [
  'Weir: data flows that say which rows are wrong, and why.',
  '',
  ...table(verbs.map(verb => [usageOf(verb), verb.summary])),
  '',
  '`weir help VERB` tells all of a verb, `weir help CODE` explains a problem, `weir --version` says which Weir this is.',
]

const ofVerb = (verb: Verb): readonly string[] => {
  const options = Object.entries(verb.options)
  return [
    `${usageOf(verb)}: ${verb.summary}.`,
    ...(options.length > 0 ? ['', ...table(options.map(each => [written(each), each[1].help]))] : []),
    ...(verb.notes ? ['', ...verb.notes] : []),
  ]
}

const lines = (about: string | undefined): readonly string[] => {
  if (about === undefined) return overview()
  const verb = verbs.find(each => each.name === about)
  if (verb) return ofVerb(verb)
  const text = explain(about)
  if (text) return [`${about.toUpperCase()}: ${text.title}.`, '', text.explanation]
  const known = [...verbs.map(each => each.name), ...Object.keys(problemCatalogue)]
  throw usage(`There is neither a verb nor a code \`${about}\`.`, didYouMean(about, known).hint ?? 'weir help')
}

export const run: VerbModule['run'] = async (args, io: Io) => {
  for (const line of lines(args.operands[0])) io.out(line)
  return exit.done
}
