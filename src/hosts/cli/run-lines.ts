import type { RunSummary } from '#core/history.ts'
import { rowsPerSecond } from '#core/runs/figures.ts'

const number = (n: number): string => n.toLocaleString('en')

const orDash = (n: number | null): string => (n === null ? '–' : number(n))

const megabytes = (bytes: number | null): string => (bytes === null ? '–' : (bytes / 1e6).toFixed(1))

/** A column of the table: its head, and what stands in it. */
type Column = readonly [head: string, cell: (run: RunSummary) => string, side: 'left' | 'right']

const columns: readonly Column[] = [
  ['started', run => run.startedAt.replace('T', ' ').replace(/\.\d+Z$/, 'Z'), 'left'],
  ['status', run => run.status, 'left'],
  ['ms', run => number(run.ms), 'right'],
  ['rows out', run => orDash(run.rows), 'right'],
  ['flagged', run => number(run.flaggedRows), 'right'],
  ['score', run => run.score.toFixed(3), 'right'],
  ['rows in', run => orDash(run.rowsIn), 'right'],
  ['rows/s', run => orDash(rowsPerSecond(run.rowsIn, run.ms)), 'right'],
  ['MB in', run => megabytes(run.bytesIn), 'right'],
  ['MB out', run => megabytes(run.bytes), 'right'],
  ['MB held', run => megabytes(run.memoryBytes), 'right'],
  ['MB spilled', run => megabytes(run.spilledBytes), 'right'],
]

const flow: Column = ['flow', run => run.flow.replace(/\p{Cc}/gu, '·'), 'left']

/** Runs as a table for people; with the flow's name where they are of several. */
export const runLines = (runs: readonly RunSummary[], ofSeveral: boolean): readonly string[] => {
  const [started, ...others] = columns as readonly [Column, ...Column[]]
  const shown = ofSeveral ? [started, flow, ...others] : columns
  const grid = [shown.map(([head]) => head), ...runs.map(run => shown.map(([, cell]) => cell(run)))]
  const widths = shown.map((_, i) => Math.max(...grid.map(line => line[i]!.length)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (shown[i]![2] === 'right' ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd()
  return [line(grid[0]!), widths.map(width => '─'.repeat(width)).join('  '), ...grid.slice(1).map(line)]
}
