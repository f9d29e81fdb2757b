import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Corrupted, cleanLines, textOf } from './corpus.ts'
import type { Read, SourceRead } from './open-sources.ts'

type ReadCsv = (path: string) => Promise<SourceRead>

export interface Verdict {
  readonly kind: string
  readonly record: number
  /** The corrupted row is flagged or rejected with its line, or the header a problem of the file. */
  readonly named: boolean
  /** Other rows are as in the clean file, without a flag. */
  readonly kept: boolean
  readonly seen: string
}

const shown = (row: readonly (string | null)[] | undefined): string => JSON.stringify(row ?? null)

const judgeRows = (clean: Read, { out, reject }: SourceRead, record: number) => {
  const lines = new Set(reject.rows.map(row => Number(row[1])))
  const named = lines.has(record + 1) || (out.flags[record - 1]?.length ?? 0) > 0
  const gone = out.rows.length === clean.rows.length - 1
  const others = clean.rows.filter((_, i) => i !== record - 1)
  const rest = gone ? out.rows : out.rows.filter((_, i) => i !== record - 1)
  const flags = gone ? out.flags : out.flags.filter((_, i) => i !== record - 1)
  lines.delete(record + 1)
  const kept =
    shown(out.types) === shown(clean.types) &&
    lines.size === 0 &&
    flags.every(list => list.length === 0) &&
    rest.length === others.length &&
    rest.every((row, i) => shown(row) === shown(others[i]))
  return { named, kept }
}

/** Reads files of the corpus and says of each whether its corruption was named and everything else kept. */
export const judge = async (folder: string, read: ReadCsv, files: Iterable<Corrupted>): Promise<readonly Verdict[]> => {
  writeFileSync(join(folder, 'clean.csv'), textOf(cleanLines))
  const { out: clean } = await read('clean.csv')
  const verdicts: Verdict[] = []
  let number = 0
  for (const { kind, record, text } of files) {
    const name = `corrupted-${number++}.csv`
    writeFileSync(join(folder, name), text)
    const found = await read(name).catch(error => String(error))
    rmSync(join(folder, name))
    if (typeof found === 'string') {
      verdicts.push({ kind, record, named: false, kept: false, seen: found })
      continue
    }
    const seen = JSON.stringify([
      found.problems.map(p => p.message),
      found.out.rows.length,
      found.reject.rows.slice(0, 3),
    ])
    const verdict = record === 0 ? { named: found.problems.length > 0, kept: true } : judgeRows(clean, found, record)
    verdicts.push({ kind, record, ...verdict, seen })
  }
  return verdicts
}

/** How many files of each kind were named and kept. */
export const summary = (verdicts: readonly Verdict[]): string => {
  const kinds = [...new Set(verdicts.map(v => v.kind))]
  const share = (some: readonly Verdict[], all: readonly Verdict[]) => `${some.length} of ${all.length}`
  return kinds
    .map(kind => {
      const own = verdicts.filter(v => v.kind === kind)
      return `${kind}: named ${share(
        own.filter(v => v.named),
        own,
      )}, the rest kept ${share(
        own.filter(v => v.kept),
        own,
      )}`
    })
    .join('\n')
}
