import type { Relation } from '#core/relation/relation.ts'
import { replace } from '#core/relation/replace.ts'

/**
 * The same rows with scans that leave bad lines out instead of collecting them: DuckDB appends what it rejects to a session's tables at
 * each scan, so only a scan whose rejects are wanted may do it.
 */
export const quiet = (relation: Relation): Relation =>
  replace(relation, r =>
    r.kind === 'scan' && r.rejects !== null
      ? { ...r, rejects: null, options: { ...r.options, ignore_errors: true } }
      : null,
  )
