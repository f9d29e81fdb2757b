import { inDatabase } from '../scan/duckdb.ts'
import { namesIn } from '../table-file.ts'
import type { Described, DescribedSource } from './source.ts'
import { fact } from './words.ts'

/** What a DuckDB file tells of itself: its tables, and the columns of what is read. */
export const describeDuckdb = async ({ files, index, info, session }: DescribedSource): Promise<Described> => {
  const names = await inDatabase(files[index]!, session, namesIn)
  return {
    scope: 'the file’s catalogue',
    findings: [fact('Tables and views', names.join(', ') || 'none')],
    columns: (info?.columns ?? []).map(column => ({ ...column, given: false, evidence: 'as stored' })),
    lines: [],
    differs: async () => null,
  }
}
