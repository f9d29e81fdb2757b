import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { table } from './bench.ts'
import { benchData } from './data.ts'
import type { Measure } from './measure.ts'
import { measureLoop } from './measure-loop.ts'
import { measurePages } from './measure-pages.ts'

/** What a person who looks at rows waits for, over tables of this many rows. */
export const measureLooking = async (rows: number, times: number): Promise<readonly Measure[]> => {
  const data = await benchData(rows)
  const scratch = mkdtempSync(join(tmpdir(), 'weir-looking-'))
  try {
    return [...(await measurePages(data, rows, times, scratch)), ...(await measureLoop(data, rows, scratch))]
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const rows = Number(process.env.WEIR_BENCH_ROWS ?? 10_000_000)
  console.log(table(await measureLooking(rows, Number(process.env.WEIR_BENCH_TIMES ?? 5))))
}
