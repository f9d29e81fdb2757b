import { ruleKinds } from '#core/rules/index.ts'
import { ruleEntries, ruleEntry } from '#core/schema/rules.ts'
import { entryLines, listLines, pickKind } from '../catalogue.ts'
import { exit } from '../exit.ts'
import type { VerbModule } from '../verbs.ts'

export const run: VerbModule['run'] = async (args, io) => {
  const asked = args.operands[0]
  const entries = asked === undefined ? ruleEntries() : [ruleEntry(pickKind(ruleKinds, asked, 'rule'))]
  if (args.on('json')) io.out(JSON.stringify(entries, null, 2))
  else for (const line of asked === undefined ? listLines(entries) : entryLines(entries[0]!)) io.out(line)
  return exit.done
}
