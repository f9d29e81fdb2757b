import { parentPort } from 'node:worker_threads'
import { doTask, type Results, type Task } from './task.ts'

/** What a worker says: bytes that it has gone through, and then how the task ended. */
export type Said =
  | { readonly bytes: number }
  | { readonly result: Results[Task['kind']] }
  | { readonly error: { readonly message: string; readonly code?: unknown } }

/** Told so often that a bar moves, and no more. */
const tellAfter = 1 << 23

const say = (said: Said) => parentPort?.postMessage(said)

/** A buffer arrives as plain bytes. */
const revived = (task: Task): Task => {
  if (task.kind === 'records' || task.kind === 'cut' || task.kind === 'sheet') return task
  const { options } = task
  const signs = { ...options.signs, delim: Buffer.from(options.signs.delim) }
  return { ...task, options: { ...options, signs } } as Task
}

parentPort?.on('message', async (task: Task) => {
  let untold = 0
  const after = (bytes: number) => {
    untold += bytes
    if (untold < tellAfter) return
    say({ bytes: untold })
    untold = 0
  }
  try {
    const result = await doTask(revived(task), after)
    say({ bytes: untold })
    say({ result })
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException
    say({ error: { message, code } })
  }
})
