import { flowSchema } from '#core/schema/catalogue.ts'
import { exit } from '../exit.ts'
import type { VerbModule } from '../verbs.ts'

export const run: VerbModule['run'] = async (_args, io) => {
  io.out(JSON.stringify(flowSchema(), null, 2))
  return exit.done
}
