import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { didYouMean } from '#core/flow/nearest.ts'
import { readParameter } from '#core/flow/parameters.ts'
import type { Flow, ParameterValue } from '#core/flow/types.ts'
import type { Problem } from '#core/problem.ts'
import { fileFailure } from '#hosts/service/failure.ts'
import type { Arguments } from './args.ts'
import { usage } from './exit.ts'
import type { Io } from './io.ts'

type Values = Readonly<Record<string, ParameterValue>>

export interface GivenParams {
  readonly params: Values
  readonly problems: readonly Problem[]
}

const isValue = (value: unknown): value is ParameterValue =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value)

const fromFile = async (name: string, io: Io): Promise<Values> => {
  const path = resolve(io.folder, name)
  const text = await readFile(path, 'utf8').catch(error => {
    throw fileFailure(error, name, 'read')
  })
  let found: unknown
  try {
    found = JSON.parse(text)
  } catch {
    throw usage(`\`${name}\` is not valid JSON.`)
  }
  if (typeof found !== 'object' || found === null || Array.isArray(found) || !Object.values(found).every(isValue))
    throw usage(`\`${name}\` should hold one JSON object of texts, numbers, true, false or null.`)
  return found as Values
}

const fromOption = (text: string): readonly [string, string] => {
  const at = text.indexOf('=')
  if (at < 1) throw usage(`\`--param ${text}\` should be written \`--param NAME=VALUE\`.`)
  return [text.slice(0, at), text.slice(at + 1)]
}

const error = (code: string, message: string, hint: { readonly hint?: string } = {}): Problem => ({
  code,
  severity: 'error',
  message,
  ...hint,
})

const hintOf = ({ hint }: { readonly hint?: string }) => (hint === undefined ? {} : { hint })

const isAddress = (value: string): boolean => /^[a-z][a-z0-9+.-]+:\/\//i.test(value)

/** Values of --param and --params-file, each read as its parameter's type; paths are the working folder's. */
export const givenParams = async (args: Arguments, flow: Flow, io: Io): Promise<GivenParams> => {
  const file = args.value('params-file')
  const given: Values = {
    ...(file === undefined ? {} : await fromFile(file, io)),
    ...Object.fromEntries(args.values('param').map(fromOption)),
  }
  const problems: Problem[] = []
  const params: Record<string, ParameterValue> = {}
  for (const [name, value] of Object.entries(given)) {
    const parameter = Object.hasOwn(flow.params, name) ? flow.params[name]! : null
    if (parameter === null) {
      const hint = didYouMean(name, Object.keys(flow.params))
      problems.push(error('E-PARAM-UNKNOWN', `This flow has no parameter \`${name}\`.`, hint))
      continue
    }
    const read = readParameter(parameter, value)
    if (!read.ok) problems.push(error('E-PARAM-VALUE', `The parameter \`${name}\` ${read.message}.`, hintOf(read)))
    else if (parameter.type === 'path' && typeof read.value === 'string' && !isAddress(read.value))
      params[name] = resolve(io.folder, read.value)
    else params[name] = read.value
  }
  for (const [name, parameter] of Object.entries(flow.params))
    if (parameter.default === undefined && !Object.hasOwn(given, name))
      problems.push(
        error('E-PARAM-MISSING', `The parameter \`${name}\` has no default, and was not given.`, {
          hint: `--param ${name}=VALUE`,
        }),
      )
  return { params, problems }
}
