import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { buildStale } from '#hosts/dev/build.ts'
import { root } from '#test/tools/command.ts'

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface Start {
  readonly folder: string
  readonly env?: Readonly<Record<string, string>>
  /** Called once with the process, to send it signals. */
  readonly started?: (
    kill: (signal: NodeJS.Signals) => void,
    onOutput: (listener: (text: string) => void) => void,
  ) => void
}

export const bin = join(root, 'dist/cli/weir.js')

let built: Promise<unknown> | null = null

/** Runs the built bin as a process of its own, in a folder. */
export const weir = async (args: readonly string[], { folder, env = {}, started }: Start): Promise<Ended> => {
  built ??= process.env.WEIR_BUILT ? Promise.resolve() : buildStale({ only: ['command line'] })
  await built
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, ...args], { cwd: folder, env: { ...process.env, ...env } })
    let out = ''
    let err = ''
    const listeners: ((text: string) => void)[] = []
    child.stdout.on('data', chunk => {
      out += chunk
      for (const listener of listeners) listener(out + err)
    })
    child.stderr.on('data', chunk => {
      err += chunk
      for (const listener of listeners) listener(out + err)
    })
    child.on('error', reject)
    child.on('close', code => resolve({ code, out, err }))
    started?.(
      signal => child.kill(signal),
      listener => listeners.push(listener),
    )
  })
}

/** A small flow from a CSV through a filter and a validator to two CSV sinks. */
export const ordersFlow = {
  weir: 1,
  name: 'Orders',
  params: { least: { type: 'integer', default: 0 } },
  nodes: {
    orders: { kind: 'source.csv', version: 1, settings: { path: 'orders.csv' } },
    big: { kind: 'transform.filter', version: 1, settings: { where: 'amount >= $least' } },
    check: {
      kind: 'validate.rules',
      version: 1,
      settings: { rules: [{ id: 'mail', kind: 'format', columns: ['email'], format: 'email' }] },
    },
    good: { kind: 'sink.csv', version: 1, settings: { path: 'out/good.csv' } },
    bad: { kind: 'sink.csv', version: 1, settings: { path: 'out/bad.csv' } },
  },
  edges: [
    { from: 'orders.out', to: 'big.in' },
    { from: 'big.match', to: 'check.in' },
    { from: 'check.pass', to: 'good.in' },
    { from: 'check.reject', to: 'bad.in' },
  ],
  tests: [],
  layout: { nodes: {}, groups: [], notes: [] },
} as const

export const ordersCsv = 'id,email,amount\n1,a@example.com,10\n2,nobody,20\n3,c@example.com,30\n4,,40\n'

export const flowText = (flow: object): string => `${JSON.stringify(flow, null, 2)}\n`

/** The files of a folder with the orders flow and its data; `change` alters the flow. */
export const ordersFiles = (
  change: (flow: typeof ordersFlow) => object = flow => flow,
): Readonly<Record<string, string>> => ({
  'orders.flow.json': flowText(change(ordersFlow)),
  'orders.csv': ordersCsv,
})
