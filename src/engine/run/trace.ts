import type { RunContext } from './context.ts'
import type { RunStatements } from './statements.ts'

/** Hears what a run sends to DuckDB, and for which node. */
export interface RunTrace {
  statements(own: RunStatements): RunStatements
  node<T>(id: string, run: RunContext, work: () => Promise<readonly T[]>): Promise<readonly T[]>
}
