import { ruleKinds } from '#core/rules/index.ts'
import type { AnyRuleKind } from '#core/rules/rule.ts'
import { dimensions } from '#core/rules/types.ts'
import { ruleEntries, ruleEntry } from '#core/schema/rules.ts'
import { elsewhere, flagsText, pickKind, settingLines } from '../catalogue.ts'
import { exit } from '../exit.ts'
import { helpLines } from '../help-text.ts'
import type { VerbModule } from '../verbs.ts'
import { wrapped } from '../wrap.ts'

const listed = (): readonly string[] => {
  const kinds = [...ruleKinds.values()]
  const wide = Math.max(...kinds.map(kind => kind.kind.length))
  return dimensions.flatMap((dimension, index) => {
    const own = kinds.filter(kind => kind.dimension === dimension)
    if (own.length === 0) return []
    const lines = own.flatMap(kind => wrapped(`${kind.title}: ${kind.summary}`, `  ${kind.kind.padEnd(wide)}  `))
    return [...(index > 0 ? [''] : []), dimension, ...lines]
  })
}

const page = (kind: AnyRuleKind): readonly string[] => [
  `${kind.kind}: ${kind.title}`,
  ...wrapped(kind.summary),
  '',
  `${kind.dimension}; ${flagsText[kind.flags]}`,
  ...elsewhere(kind.aliases ?? []),
  '',
  ...helpLines(kind.help),
  '',
  'settings:',
  ...settingLines(ruleEntry(kind).settings),
]

export const run: VerbModule['run'] = async (args, io) => {
  const asked = args.operands[0]
  const kind = asked === undefined ? null : pickKind(ruleKinds, asked, 'rule')
  if (args.on('json')) io.out(JSON.stringify(kind ? [ruleEntry(kind)] : ruleEntries(), null, 2))
  else for (const line of kind ? page(kind) : listed()) io.out(line)
  return exit.done
}
