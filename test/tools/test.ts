import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildStale } from '#hosts/dev/build.ts'
import { check } from './check.ts'
import { findChromium } from './chromium.ts'
import { root } from './command.ts'
import { type Summary, summarise, type VitestReport } from './summary.ts'

const report = join(root, 'dist/test-report.json')
const vitest = join(root, 'node_modules/vitest/vitest.mjs')

/** Runs all projects of vitest and reads its own report: a runner that dies leaves none, and that is a failure. */
const runVitest = (env: NodeJS.ProcessEnv): Summary => {
  mkdirSync(join(root, 'dist'), { recursive: true })
  rmSync(report, { force: true })
  const args = [
    vitest,
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ]
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env })
  try {
    return summarise(JSON.parse(readFileSync(report, 'utf8')) as VitestReport, status === 0)
  } catch {
    return { passed: 0, failed: 1, skipped: ['vitest ended without a report'] }
  }
}

const checked = await check()
const built = await buildStale().then(
  () => true,
  (error: unknown) => {
    console.error(`the build failed: ${error instanceof Error ? error.message : error}`)
    return false
  },
)
const browser = await findChromium()
console.log(`browser tests use ${browser.path} (${browser.from})`)
const tests = runVitest({ ...process.env, WEIR_BUILT: '1' })
for (const name of tests.skipped) console.log(`skipped: ${name}`)
const failures = [checked ? '' : 'npm run check failed (above)', built ? '' : 'the build failed (above)'].filter(
  Boolean,
)
for (const line of failures) console.log(line)
const failed = tests.failed + failures.length
console.log(`${tests.passed + (checked ? 1 : 0)} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
