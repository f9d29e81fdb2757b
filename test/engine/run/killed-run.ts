import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { createEngine } from '#engine/engine.ts'
import { catalogue } from '#nodes/index.ts'

/** Runs a flow in a process of its own, and kills that process at its n-th change of the file system (0: never). */
const [flowPath, folder, at] = process.argv.slice(2) as [string, string, string]
const flow = JSON.parse(fs.readFileSync(flowPath, 'utf8'))
const engine = await createEngine({ catalogue, memory: '500MB', threads: 2 })

let count = 0
for (const name of ['open', 'rename', 'rm', 'rmdir', 'mkdir'] as const) {
  const real = fs.promises[name] as (...args: unknown[]) => Promise<unknown>
  Object.assign(fs.promises, {
    [name]: (...args: unknown[]) => {
      count += 1
      if (count === Number(at)) process.kill(process.pid, 'SIGKILL')
      return real(...args)
    },
  })
}
syncBuiltinESMExports()

const request = { flow, path: flowPath, folder, params: {}, asOf: '2024-01-01T00:00:00Z' }
const { exitCode } = await engine.run(request, { to: [], state: `${folder}/.weir`, sha256: '' })
process.stdout.write(`${JSON.stringify({ exitCode, count })}\n`)
await engine.close()
