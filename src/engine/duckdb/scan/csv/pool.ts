import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { doTask, type Results, type Task } from './task.ts'
import type { Said } from './worker.ts'

/** Threads that go through the lines of files at once. */
export const workersAtOnce = Math.min(availableParallelism(), 8)

/** What a thread is not worth. */
const smallBytes = 1 << 22

const idle: Worker[] = []
const waiting: (() => void)[] = []
let busy = 0

/** Where the worker lies, built beside what starts it; null: this is the source, of which Node can start none. */
const entry = (): URL | null => {
  const own = new URL(import.meta.url)
  const ending = extname(own.pathname)
  // An application's archive has it beside itself.
  return ending === '.ts' ? null : new URL(`./csv-worker${ending}`, own.href.replace('app.asar/', 'app.asar.unpacked/'))
}

const start = (url: URL): Worker => {
  const worker = new Worker(url, { execArgv: [] })
  worker.unref()
  return worker
}

const turn = async (): Promise<void> => {
  if (busy >= workersAtOnce) await new Promise<void>(resolve => waiting.push(resolve))
  else busy += 1
}

const over = (): void => {
  const next = waiting.shift()
  if (next) next()
  else busy -= 1
}

const ask = (worker: Worker, task: Task, after: (bytes: number) => void, signal: AbortSignal): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const listeners = {
      message: (said: Said) => {
        if ('bytes' in said) after(said.bytes)
        else if ('result' in said) end(() => resolve(said.result))
        else end(() => reject(Object.assign(new Error(said.error.message), said.error)))
      },
      error: (error: Error) => end(() => reject(error)),
      exit: (code: number) => end(() => reject(new Error(`The check of a file ended with code ${code}`))),
    }
    const stop = () => end(() => reject(signal.reason))
    const end = (settle: () => void) => {
      // Not all listeners: a worker has some of its own, without which it says nothing more.
      for (const [event, listener] of Object.entries(listeners)) worker.off(event, listener)
      signal.removeEventListener('abort', stop)
      worker.unref()
      settle()
    }
    worker.ref()
    signal.addEventListener('abort', stop)
    for (const [event, listener] of Object.entries(listeners)) worker.on(event, listener)
    worker.postMessage(task)
  })

const inWorker = async (
  url: URL,
  task: Task,
  after: (bytes: number) => void,
  signal: AbortSignal,
): Promise<unknown> => {
  const worker = idle.pop() ?? start(url)
  let sound = false
  try {
    const result = await ask(worker, task, after, signal)
    sound = true
    return result
  } finally {
    if (sound) idle.push(worker)
    else await worker.terminate()
  }
}

const here = (task: Task, after: (bytes: number) => void, signal: AbortSignal): Promise<unknown> =>
  doTask(task, bytes => {
    signal.throwIfAborted()
    after(bytes)
  })

/** Does a task in a thread of its own, or here if it is small; an abort ends it at once. */
export const runTask = async <T extends Task>(
  task: T,
  bytes: number,
  after: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Results[T['kind']]> => {
  const url = bytes < smallBytes ? null : entry()
  await turn()
  try {
    signal.throwIfAborted()
    return (await (url ? inWorker(url, task, after, signal) : here(task, after, signal))) as Results[T['kind']]
  } finally {
    over()
  }
}
