import { pathToFileURL } from 'node:url'
import { fingerprint, isStale, stamp } from './stale.ts'
import { targets } from './targets.ts'

/** Builds what is stale, or all with `force`, and says what it built. */
export const buildStale = async (force = false): Promise<readonly string[]> => {
  const built: string[] = []
  for (const target of targets) {
    const print = fingerprint(target)
    if (!force && !isStale(target, print)) continue
    const begin = performance.now()
    await target.build()
    stamp(target, print)
    built.push(target.name)
    console.error(`built ${target.name} in ${((performance.now() - begin) / 1000).toFixed(1)} s`)
  }
  return built
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildStale(process.argv.includes('--force'))
