/** What a verb may touch of the process: handed in, so that a verb is a function of its arguments. */
export interface Io {
  /** Results: standard output. */
  out(line: string): void
  /** Messages, logs and progress: standard error. */
  err(line: string): void
  /** Draws over the last line of standard error; only where `live`. */
  redraw(line: string): void
  /** Standard error is a terminal. */
  readonly live: boolean
  readonly colour: boolean
  readonly columns: number
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
}

const clearLine = '\r\u001b[2K'

export const processIo = (signal: AbortSignal): Io => {
  const live = process.stderr.isTTY === true && !process.env.NO_COLOR
  let drawn = false
  const clear = () => {
    if (drawn) process.stderr.write(clearLine)
    drawn = false
  }
  return {
    out: line => {
      clear()
      process.stdout.write(`${line}\n`)
    },
    err: line => {
      clear()
      process.stderr.write(`${line}\n`)
    },
    redraw: line => {
      if (!live) return
      process.stderr.write(clearLine + line)
      drawn = line !== ''
    },
    live,
    colour: live,
    columns: process.stdout.columns ?? 120,
    folder: process.cwd(),
    env: process.env,
    signal,
  }
}
