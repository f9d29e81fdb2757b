import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createEngine } from '#engine/engine.ts'
import { carriedProblem } from '#hosts/service/failure.ts'
import { filesUnder } from '#hosts/service/files.ts'
import { fileJournal } from '#hosts/service/journal.ts'
import { recentFiles } from '#hosts/service/recent.ts'
import { createService } from '#hosts/service/service.ts'
import { catalogue } from '#nodes/index.ts'
import { createEditor } from '#renderer/store/editor.ts'
import type { PickFile } from '#renderer/store/files.ts'
import { createClient } from '#rpc/client.ts'
import { serve } from '#rpc/server.ts'
import { memoryWires } from '#rpc/wires/memory.ts'
import { testFolder } from '#test/hosts/folder.ts'

/** An editor on a real host with a real engine, over a wire in memory, in a folder of its own. */
export const hostedEditor = async (files: Readonly<Record<string, string>> = {}, folder = testFolder(files)) => {
  const engine = await createEngine({ catalogue, memory: '512MB', threads: 1 })
  const service = createService({
    engine,
    host: 'web',
    version: '0.0.0',
    open: null,
    files: await filesUnder(folder),
    recent: recentFiles(join(folder, '.recent.json')),
    journal: fileJournal(join(folder, '.journal.json')),
    samples: [],
  })
  const [near, far] = memoryWires()
  serve(service, far, { problemOf: carriedProblem })
  let picked: string | null = null
  const pick: PickFile = async () => picked
  const editor = createEditor({ client: createClient(near), catalogue, pick, keep: { get: () => null, set: () => {} } })
  let open = true
  const close = async () => {
    if (!open) return
    open = false
    near.close()
    await engine.close()
  }
  onTestFinished(close)
  return {
    ...editor,
    close,
    folder,
    path: (name: string) => join(folder, name),
    picks: (path: string | null) => {
      picked = path
    },
  }
}

/** Waits until something is so; a test that waits in vain fails by its time limit. */
export const until = async (so: () => boolean): Promise<void> => {
  while (!so()) await new Promise(resolve => setTimeout(resolve, 5))
}
