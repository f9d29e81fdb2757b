import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Outcome {
  readonly code: number
  readonly output: string
}

/** Runs a program of node_modules/.bin (or any other) in the repository and collects what it says. */
export const command = (program: string, args: readonly string[]): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const env = {
      ...process.env,
      PATH: `${root}node_modules/.bin${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`,
    }
    const child = spawn(program, args, { cwd: root, env, shell: process.platform === 'win32' })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk))
    child.on('error', reject)
    child.on('close', code => resolve({ code: code ?? 1, output }))
  })
