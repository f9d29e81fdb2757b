import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** One line of results.json. */
export interface Measure {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly goal: number | null
  readonly better: 'less' | 'more'
}

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const weir = join(root, 'dist/cli/weir.js')

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export const seconds = (work: () => void): number => {
  const begin = performance.now()
  work()
  return (performance.now() - begin) / 1000
}

/** Seconds that a promise takes. */
export const secondsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const begin = performance.now()
  await work()
  return (performance.now() - begin) / 1000
}

export const run = (script: string, ...args: string[]) =>
  execFileSync(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })

/** Runs some works by turns, so that all meet the same machine; gives the median of each. */
export const byTurns = (times: number, works: readonly (() => void)[]): readonly number[] => {
  const taken = works.map((): number[] => [])
  for (let i = 0; i < times; i++) for (const [k, work] of works.entries()) taken[k]!.push(seconds(work))
  return taken.map(median)
}

/** What a process took, or some work in one. */
export interface Taken {
  readonly wall: number
  /** Seconds of all cores together, which other work on the machine hardly changes. */
  readonly cpu: number
}

const timed = (scratch: string, args: readonly string[]): Taken => {
  const told = join(scratch, 'cpu.json')
  const tell = `import{writeFileSync}from'node:fs';process.on('exit',()=>writeFileSync(${JSON.stringify(told)},JSON.stringify(process.cpuUsage())))`
  const begin = performance.now()
  const preload = `data:text/javascript,${encodeURIComponent(tell)}`
  execFileSync(process.execPath, ['--import', preload, ...args], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })
  const wall = (performance.now() - begin) / 1000
  const { user, system } = JSON.parse(readFileSync(told, 'utf8')) as NodeJS.CpuUsage
  return { wall, cpu: (user + system) / 1e6 }
}

/** What some work of this process takes. */
export const takenBy = async (work: () => Promise<unknown>): Promise<Taken> => {
  const before = process.cpuUsage()
  const wall = await secondsOf(work)
  const { user, system } = process.cpuUsage(before)
  return { wall, cpu: (user + system) / 1e6 }
}

/** Runs some programs of Node by turns, so that all meet the same machine; gives the medians of each. */
export const takenByTurns = (
  scratch: string,
  times: number,
  works: readonly (readonly string[])[],
): readonly Taken[] => {
  const taken = works.map((): Taken[] => [])
  for (let i = 0; i < times; i++) for (const [k, work] of works.entries()) taken[k]!.push(timed(scratch, work))
  const of = (all: readonly Taken[], what: keyof Taken) => median(all.map(each => each[what]))
  return taken.map(all => ({ wall: of(all, 'wall'), cpu: of(all, 'cpu') }))
}

export const round = (value: number, digits: number) => Number(value.toFixed(digits))

/** A figure of which less is better. */
export const figure = (name: string, value: number, unit: string, goal: number | null): Measure => ({
  name,
  value,
  unit,
  goal,
  better: 'less',
})
