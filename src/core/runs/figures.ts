import type { PortReport, ReadReport, Report } from '../report.ts'

/** What a run read in all; null where it is not known. */
export interface ReadFigures {
  readonly rows: number | null
  readonly bytes: number | null
  readonly modified: string | null
}

const sum = (counts: readonly (number | null)[]): number | null =>
  counts.reduce<number | null>((all, n) => (all === null || n === null ? null : all + n), 0)

const newest = (reads: readonly ReadReport[]): string | null =>
  reads.reduce<string | null>(
    (most, { modified }) => (modified !== null && modified > (most ?? '') ? modified : most),
    null,
  )

const rowsOf = (ports: Readonly<Record<string, PortReport>>): number | null =>
  sum(Object.values(ports).map(({ rows }) => rows))

/** Rows, bytes and age of the files that the sources of a run read: each row once, whichever port it left by. */
export const readFigures = ({ nodes }: Pick<Report, 'nodes'>): ReadFigures => {
  const sources = Object.values(nodes).flatMap(({ read, ports }) => (read ? [{ read, rows: rowsOf(ports) }] : []))
  if (sources.length === 0) return { rows: null, bytes: null, modified: null }
  return {
    rows: sum(sources.map(({ rows }) => rows)),
    bytes: sum(sources.map(({ read }) => read.bytes)),
    modified: newest(sources.map(({ read }) => read)),
  }
}

/** Rows in a second; null where there is no time to speak of. */
export const rowsPerSecond = (rows: number | null, ms: number): number | null =>
  rows === null || ms <= 0 ? null : Math.round((rows * 1000) / ms)
