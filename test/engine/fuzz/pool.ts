import { type ChildProcess, fork } from 'node:child_process'
import type { Verdict } from './judge.ts'

export interface Judged extends Verdict {
  readonly index: number
}

export interface FuzzOptions {
  readonly count: number
  readonly seed: number
  readonly processes: number
  /** Folder with the Parquet files. */
  readonly parquetFolder: string
  readonly secondsPerFile: number
  readonly told?: (judged: Judged) => void
}

const script = new URL('./worker.ts', import.meta.url).pathname

/** One answer of a process, or how it died. */
const answer = (child: ChildProcess, index: number, seconds: number): Promise<Verdict> =>
  new Promise(resolve => {
    const end = (fault: string) => {
      child.removeAllListeners()
      resolve({ fault, exitCode: -1, counted: false })
    }
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      end(`hangs: no end after ${seconds} s`)
    }, seconds * 1000)
    child.once('message', verdict => {
      clearTimeout(timer)
      child.removeAllListeners()
      resolve(verdict as Verdict)
    })
    child.once('exit', (code, signal) => {
      clearTimeout(timer)
      end(`the process died: ${signal ?? code}`)
    })
    child.send(index)
  })

/** Reads mutated files in processes of their own: one that dies or hangs is that file's fault, and another takes its place. */
export const fuzz = async (options: FuzzOptions): Promise<readonly Judged[]> => {
  const { count, seed, processes, parquetFolder, secondsPerFile, told } = options
  const found: Judged[] = []
  let next = 0
  const work = async () => {
    let child: ChildProcess | null = null
    while (next < count) {
      const index = next++
      child ??= fork(script, [parquetFolder, String(seed)], {
        execArgv: ['--import', 'tsx'],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      })
      const judged = { index, ...(await answer(child, index, secondsPerFile)) }
      if (/^(hangs|the process died)/.test(judged.fault ?? '')) child = null
      found.push(judged)
      told?.(judged)
    }
    child?.disconnect()
  }
  await Promise.all(Array.from({ length: processes }, work))
  return found
}
