import { resolve } from 'node:path'
import { openInBrowser } from '../browser.ts'
import { serveEditor } from '../editor.ts'
import { openElectron } from '../electron.ts'
import { exit } from '../exit.ts'
import { mustBeFile } from '../flow.ts'
import type { VerbModule } from '../verbs.ts'

export const run: VerbModule['run'] = async (args, io) => {
  const flow = args.operands[0] ?? null
  if (flow !== null) await mustBeFile(resolve(io.folder, flow))
  const outcome = await openElectron(flow, io)
  if (outcome.opened) return outcome.code
  const editor = await serveEditor({ flow, host: '127.0.0.1', port: 0, budget: {}, io })
  io.out(`${outcome.reason}: the editor is in the browser at ${editor.url}`)
  openInBrowser(editor.url, io)
  await editor.stopped
  return exit.cancelled
}
