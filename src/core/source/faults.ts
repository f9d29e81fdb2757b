import { call, keep, project } from '../relation/build.ts'
import type { Expression } from '../relation/expression.ts'
import type { Relation, ScanInfo } from '../relation/relation.ts'
import { faultScan } from './csv.ts'
import { shownFile } from './file.ts'

/** The lines that were left out of what is read, as the reject port has them. */
export const faultyLines = (info: ScanInfo, faults: readonly string[]): Relation =>
  project(faultScan(faults), [
    { name: 'file', expression: shownFile(info, 'file') },
    ...keep(['line', 'reason', 'raw']),
  ])

/** A relation whose first row ends the run with a sentence that says which line is no row. */
export const failingLines = (faults: readonly string[], names: readonly string[], sentence: Expression): Relation =>
  project(
    faultScan(faults),
    names.map(name => ({ name, expression: call('error', sentence) })),
  )
