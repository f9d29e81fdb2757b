import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RunSummary } from '#core/history.ts'
import type { Report } from '#core/report.ts'
import { testFolder } from '#test/hosts/folder.ts'
import { slowFlow } from './slow-flow.ts'
import { flowText, ordersFiles, weir } from './weir.ts'

/** Files of the cache folder whose manifests vouch for what they hold, and whatever else lies there. */
const lookAtCache = (folder: string) => {
  const names = readdirSync(folder)
  const manifests = names
    .filter(name => name.endsWith('.json'))
    .map(name => JSON.parse(readFileSync(join(folder, name), 'utf8')) as { file: string; sha256: string })
  const isSound = ({ file, sha256 }: { file: string; sha256: string }) =>
    createHash('sha256')
      .update(readFileSync(join(folder, file)))
      .digest('hex') === sha256
  return { manifests, sound: manifests.filter(isSound), drafts: names.filter(name => /draft|manifest/.test(name)) }
}

describe('several runs of a flow at once', () => {
  it('do no harm to each other: one publishes, the others say who runs', async () => {
    const folder = testFolder({ ...ordersFiles(), 'orders.flow.json': flowText(slowFlow(6000)) })
    const run = (begun?: () => void) =>
      weir(['run', 'orders.flow.json', '--no-cache', '--threads', '1', '--log', 'json'], {
        folder,
        started: (_kill, onOutput) => onOutput(text => /"node":"check","status":"running"/.test(text) && begun?.()),
      })
    let first: ReturnType<typeof run> | undefined
    await new Promise<void>(begun => {
      first = run(begun)
      void first.then(() => begun())
    })
    const look = (...args: string[]) => weir([...args, 'orders.flow.json'], { folder })
    const readers = [look('runs'), look('preview', '--node', 'orders', '--format', 'csv')]
    const others = await Promise.all([run(), run()])
    for (const reader of readers) expect(await reader).toMatchObject({ code: 0 })
    expect(await first).toMatchObject({ code: 0 })
    for (const { code, err } of others) {
      expect(code).toBe(1)
      expect(err).toMatch(
        /"code":"E-STATE-BUSY"[^}]*"Another run \(process \d+\) works with the state folder [^}]*Wait for it/,
      )
    }
    expect(readFileSync(join(folder, 'out/good.csv'), 'utf8').trim().split('\n')).toHaveLength(4)
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['bad.csv', 'good.csv'])
    expect(readdirSync(join(folder, '.weir')).filter(name => /lock|staging|journal|commit/.test(name))).toEqual([])
    const { out } = await weir(['runs', 'orders.flow.json', '--format', 'json'], { folder })
    const { runs } = JSON.parse(out) as { runs: readonly RunSummary[] }
    expect(runs.map(({ status }) => status).sort()).toEqual(['failed', 'failed', 'succeeded'])
    expect(readdirSync(join(folder, '.weir/runs'))).toHaveLength(1)
  })
  it('share a cache folder: each writes what is right, and takes what another has kept', async () => {
    const names = ['a', 'b', 'c']
    const flows = names.map(name => [`${name}.flow.json`, flowText(slowFlow(1000, `out/good-${name}.csv`))])
    const folder = testFolder({ ...ordersFiles(), ...Object.fromEntries(flows) })
    const env = { XDG_CACHE_HOME: join(folder, 'cache') }
    const runAll = () =>
      Promise.all(
        names.map(async name => {
          const args = ['run', `${name}.flow.json`, '--state', `state-${name}`, '--report', `${name}.json`]
          const { code, err } = await weir(args, { folder, env })
          expect({ code, err }).toMatchObject({ code: 0 })
          const report = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Report
          return { status: report.nodes.big?.status, rows: readFileSync(join(folder, `out/good-${name}.csv`), 'utf8') }
        }),
      )
    const first = await runAll()
    const cache = join(folder, 'cache/weir/tables')
    const kept = lookAtCache(cache)
    expect(kept.manifests.length).toBeGreaterThan(0)
    expect(kept).toEqual({ manifests: kept.sound, sound: kept.sound, drafts: [] })
    const again = await runAll()
    expect(again.map(({ status }) => status)).toEqual(['cached', 'cached', 'cached'])
    expect(new Set([...first, ...again].map(({ rows }) => rows)).size).toBe(1)
    expect(lookAtCache(cache).sound).toEqual(kept.sound)
  })
})
