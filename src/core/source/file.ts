import { call, cases, column, literal, op } from '../relation/build.ts'
import type { Expression } from '../relation/expression.ts'
import type { ScanInfo } from '../relation/relation.ts'

/** A file's path as people see it: as the flow names it, and a copy under the name of what it is a copy of. */
export const shownFile = (info: ScanInfo, name: string): Expression => {
  const path = column(name)
  const { strip, copies } = info.fileNames ?? { strip: '', copies: {} }
  const short = strip ? call('substr', path, literal([...strip].length + 1)) : path
  const branches = Object.entries(copies).map(([copy, shown]) => ({
    when: op('=', path, literal(copy)),
    result: literal(shown),
  }))
  return branches.length > 0 ? cases(branches, short) : short
}
