import { pathToFileURL } from 'node:url'
import { alone } from './lock.ts'
import { fingerprint, isStale, stamp } from './stale.ts'
import { type Target, targets } from './targets.ts'

export interface BuildOptions {
  readonly force?: boolean
  /** Names of targets; without it, all. */
  readonly only?: readonly string[]
}

const buildOne = async (target: Target, force: boolean): Promise<boolean> => {
  const print = fingerprint(target)
  if (!force && !isStale(target, print)) return false
  const begin = performance.now()
  await target.build()
  stamp(target, print)
  console.error(`built ${target.name} in ${((performance.now() - begin) / 1000).toFixed(1)} s`)
  return true
}

/** Builds what is stale and gives the names of what it built; one that fails does not keep the others from being built. */
export const buildStale = ({ force = false, only }: BuildOptions = {}): Promise<readonly string[]> =>
  alone(async () => {
    const built: string[] = []
    const failed: unknown[] = []
    for (const target of targets.filter(each => only?.includes(each.name) ?? true))
      try {
        if (await buildOne(target, force)) built.push(target.name)
      } catch (error) {
        console.error(`${target.name} does not build: ${error instanceof Error ? error.message : error}`)
        failed.push(error)
      }
    if (failed.length > 0) throw new AggregateError(failed, 'not everything could be built')
    return built
  })

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await buildStale({ force: process.argv.includes('--force') }).catch(() => {
    process.exitCode = 1
  })
