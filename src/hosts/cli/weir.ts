import { exit } from './exit.ts'
import { processIo } from './io.ts'
import { main } from './main.ts'

const controller = new AbortController()
const stop = () => {
  if (controller.signal.aborted) process.exit(exit.cancelled)
  controller.abort()
}
process.on('SIGINT', stop)
process.on('SIGTERM', stop)
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(error.code === 'EPIPE' ? exit.done : exit.world),
)

const code = await main(process.argv.slice(2), processIo(controller.signal))
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)))
