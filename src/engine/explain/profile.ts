import { readFile, rm } from 'node:fs/promises'
import { quoteLiteral } from '#core/sql/quote.ts'
import type { Session } from '../duckdb/session.ts'

/** An operator in DuckDB's profile of a statement. */
export interface ProfiledOperator {
  readonly operator_type: string
  readonly operator_timing: number
  readonly operator_cardinality: number
  readonly extra_info: Readonly<Record<string, unknown>>
  readonly children: readonly ProfiledOperator[]
}

export interface DuckDbProfile {
  readonly latency: number
  readonly cpu_time: number
  readonly children: readonly ProfiledOperator[]
}

/** Lets DuckDB write the profile of each of a session's statements to a file. */
export const profileInto = async (session: Session, file: string): Promise<void> => {
  await session.execute(`PRAGMA enable_profiling = 'json'; SET profiling_output = ${quoteLiteral(file)}`)
}

/** The profile of the last statement; null where DuckDB keeps none of it. */
export const takeProfile = async (file: string): Promise<DuckDbProfile | null> => {
  try {
    const found: unknown = JSON.parse(await readFile(file, 'utf8'))
    return isProfile(found) ? found : null
  } catch {
    return null
  } finally {
    await rm(file, { force: true })
  }
}

const isProfile = (value: unknown): value is DuckDbProfile =>
  typeof value === 'object' && value !== null && 'latency' in value && 'cpu_time' in value && 'children' in value
