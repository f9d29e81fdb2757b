import type { BenchData } from './data.ts'
import type { Measure } from './measure.ts'
import { measureAgain } from './measure-again.ts'
import { measureLoop } from './measure-loop.ts'
import { measurePages } from './measure-pages.ts'
import { measureRestart } from './measure-restart.ts'

/** What a person who looks at rows waits for. */
export const measureLooking = async (
  data: BenchData,
  rows: number,
  times: number,
  folder: string,
): Promise<readonly Measure[]> => [
  ...(await measureAgain(data, rows, times, folder)),
  ...(await measurePages(data, rows, times, folder)),
  ...(await measureRestart(data, rows, times, folder)),
  ...(await measureLoop(data, rows, folder)),
]
