import { reservedPrefix } from '#core/relation/columns.ts'
import { failure, type ScanProblem, warning } from './problem.ts'

export interface Renamed {
  readonly names: readonly string[]
  readonly warnings: readonly ScanProblem[]
}

/** Names that differ in more than case and keep clear of the reserved prefix; what had to change is said. */
export const uniqueNames = (found: readonly string[]): Renamed => {
  const taken = new Set(found.map(name => name.toLowerCase()))
  const used = new Set<string>()
  const warnings: ScanProblem[] = []
  const names = found.map(name => {
    const reserved = name.toLowerCase().startsWith(reservedPrefix)
    const clash = used.has(name.toLowerCase())
    if (!reserved && !clash && name !== '') {
      used.add(name.toLowerCase())
      return name
    }
    const base = reserved ? name.slice(2) : name || 'column'
    let fresh = clash ? `${base}_1` : base
    for (let i = clash ? 2 : 1; taken.has(fresh.toLowerCase()) || used.has(fresh.toLowerCase()); i++)
      fresh = `${base}_${i}`
    used.add(fresh.toLowerCase())
    const why = reserved
      ? 'names that begin with `__weir_` are reserved'
      : clash
        ? 'another column has this name, but for case'
        : 'it has no name'
    warnings.push(warning('W-COLUMN-RENAMED', 'path', `The column \`${name}\` is called \`${fresh}\` here: ${why}.`))
    return fresh
  })
  return { names, warnings }
}

/** Throws if the column for the file's name would be there twice. */
export const checkFileColumn = (fileColumn: string | null, names: readonly string[]): void => {
  if (fileColumn?.toLowerCase().startsWith(reservedPrefix)) {
    const message = `The column \`${fileColumn}\` begins with \`${reservedPrefix}\`, which is reserved.`
    throw failure('E-SETTING', 'fileColumn', message, 'choose another name for the column of the file')
  }
  if (fileColumn === null || !names.some(name => name.toLowerCase() === fileColumn.toLowerCase())) return
  const message = `The files have a column \`${fileColumn}\` already.`
  throw failure('E-COLUMN-TWICE', 'fileColumn', message, 'choose another name for the column of the file')
}
