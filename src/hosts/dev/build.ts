import { pathToFileURL } from 'node:url'
import { alone } from './lock.ts'
import { fingerprint, isStale, stamp } from './stale.ts'
import { type Target, targets } from './targets.ts'

const buildOne = async (target: Target, force: boolean): Promise<boolean> => {
  const print = fingerprint(target)
  if (!force && !isStale(target, print)) return false
  const begin = performance.now()
  await target.build()
  stamp(target, print)
  console.error(`built ${target.name} in ${((performance.now() - begin) / 1000).toFixed(1)} s`)
  return true
}

/** Builds what is stale, or all with `force`, and gives the names of what it built. */
export const buildStale = (force = false): Promise<readonly string[]> =>
  alone(async () => {
    const built: string[] = []
    for (const target of targets) if (await buildOne(target, force)) built.push(target.name)
    return built
  })

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildStale(process.argv.includes('--force'))
