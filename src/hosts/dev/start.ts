import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { buildStale } from './build.ts'
import { root } from './targets.ts'

await buildStale().catch(() => process.exit(1))
const flow = process.argv[2] ?? join(root, 'samples/customers/customers.flow.json')
const child = spawn(process.execPath, [join(root, 'dist/cli/weir.js'), 'open', flow], { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
child.on('exit', code => process.exit(code ?? 0))
