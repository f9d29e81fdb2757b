import type { StoredTable } from '../duckdb/stored.ts'
import type { Store } from '../stored/file.ts'

const database = 'weir_quarantine'

/** In the state folder. */
export const fileName = 'quarantine.duckdb'

/**
 * A quarantined row. `id` tells it among the rows of a node; `masks`, `counts` and `details` are the hidden cells of its flags, which
 * `shape` explains.
 */
const entries: StoredTable = {
  database,
  name: 'entries',
  columns: {
    flow: 'VARCHAR',
    node: 'VARCHAR',
    id: 'VARCHAR',
    shape: 'VARCHAR',
    cells: 'VARCHAR[]',
    masks: 'UBIGINT[]',
    counts: 'BIGINT[]',
    details: 'VARCHAR[]',
    reasons: 'VARCHAR[]',
    key: 'VARCHAR',
    hash: 'VARCHAR',
    file: 'VARCHAR',
    line: 'BIGINT',
    raw: 'VARCHAR',
    alike: 'BIGINT',
    position: 'BIGINT',
    bytes: 'BIGINT',
    state: 'VARCHAR',
    run: 'VARCHAR',
    as_of: 'VARCHAR',
    first_seen: 'TIMESTAMPTZ',
    last_seen: 'TIMESTAMPTZ',
  },
}

/** Columns, slots and reasons that many entries share, as JSON. */
const shapes: StoredTable = { database, name: 'shapes', columns: { id: 'VARCHAR', shape: 'VARCHAR' } }

export const quarantineStore: Store = {
  database,
  version: 1,
  tables: [entries, shapes],
  growsOften: false,
  words: {
    code: 'W-QUARANTINE',
    name: 'The quarantine',
    foreign: 'no quarantine of Weir',
    aside: 'Move the file away: the next run begins a new quarantine.',
  },
}
