import { catalogueEntries, catalogueEntry, otherNames } from '#core/schema/catalogue.ts'
import { catalogue } from '#nodes/index.ts'
import { entryLines, listLines, pickKind } from '../catalogue.ts'
import { exit } from '../exit.ts'
import type { VerbModule } from '../verbs.ts'

const page = (name: string, json: boolean): readonly string[] => {
  const kind = pickKind(catalogue, name, 'node')
  const entry = catalogueEntry(kind)
  return json ? [JSON.stringify([entry], null, 2)] : entryLines(entry, otherNames(kind))
}

const list = (json: boolean): readonly string[] => {
  const entries = catalogueEntries(catalogue)
  return json ? [JSON.stringify(entries, null, 2)] : listLines(entries)
}

export const run: VerbModule['run'] = async (args, io) => {
  const [asked] = args.operands
  const json = args.on('json')
  for (const line of asked === undefined ? list(json) : page(asked, json)) io.out(line)
  return exit.done
}
