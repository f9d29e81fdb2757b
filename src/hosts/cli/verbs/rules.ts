import { ruleKinds } from '#core/rules/index.ts'
import type { RuleKind } from '#core/rules/rule.ts'
import { settingsSchema } from '#core/schema/catalogue.ts'
import { entryLines, listLines, pickKind } from '../catalogue.ts'
import { exit } from '../exit.ts'
import type { VerbModule } from '../verbs.ts'

const entry = (rule: RuleKind) => {
  const { kind, title, summary, dimension, flags } = rule
  return { kind, title, summary, dimension, flags, settings: settingsSchema(rule) }
}

export const run: VerbModule['run'] = async (args, io) => {
  const asked = args.operands[0]
  const entries = asked === undefined ? [...ruleKinds.values()].map(entry) : [entry(pickKind(ruleKinds, asked, 'rule'))]
  if (args.on('json')) io.out(JSON.stringify(entries, null, 2))
  else for (const line of asked === undefined ? listLines(entries) : entryLines(entries[0]!)) io.out(line)
  return exit.done
}
