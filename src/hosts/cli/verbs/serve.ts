import { wholeNumber } from '../args.ts'
import { openInBrowser } from '../browser.ts'
import { readBudget } from '../budget.ts'
import { serveEditor } from '../editor.ts'
import { exit, usage } from '../exit.ts'
import type { VerbModule } from '../verbs.ts'

export const run: VerbModule['run'] = async (args, io) => {
  const port = wholeNumber(args, 'port', 0, 0)
  if (port > 65535) throw usage(`\`--port\` should be at most 65535, and is \`${port}\`.`)
  const editor = await serveEditor({
    flow: args.operands[0] ?? null,
    host: args.value('host') ?? '127.0.0.1',
    port,
    budget: readBudget(args),
    io,
  })
  io.out(editor.url)
  if (!args.on('no-open')) openInBrowser(editor.url, io)
  await editor.stopped
  return exit.cancelled
}
