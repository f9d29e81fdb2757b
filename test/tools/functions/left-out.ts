import { manyRows, sideEffects } from '#engine/duckdb/functions.ts'

/** Of the session, the server or the database, not of a row's values. */
const session = [
  'current_database',
  'current_schema',
  'current_schemas',
  'current_user',
  'current_role',
  'current_catalog',
  'session_user',
  'user',
  'version',
  'in_search_path',
  'get_block_size',
  'transaction_timestamp',
]

/** Made by DuckDB's own planner, or told of its insides. */
const insides = [
  'alias',
  'can_cast_implicitly',
  'cast_to_type',
  'combine',
  'constant_or_null',
  'count_star',
  'create_sort_key',
  'finalize',
  'get_type',
  'icu_sort_key',
  'is_histogram_other_bin',
  'json_deserialize_sql',
  'json_serialize_plan',
  'json_serialize_sql',
  'make_type',
  'parse_duckdb_log_message',
  'remap_struct',
  'replace_type',
  'stats',
  'sum_no_overflow',
  'timetz_byte_comparable',
  'unpivot_list',
  'variant_bytes_to_variant',
  'variant_to_parquet_variant',
  'vector_type',
]

/** The work of a node of its own: Fill. */
const ofNodes = ['fill']

/** What LIKE with ESCAPE becomes. */
const likes = /^(not_)?i?like_escape$/

const word = /^[a-z]\w*$/i

/** Names by which it leaves out what is no word, a helper of the planner, a node's work, or depends on the session. */
export const leftOutNames: readonly string[] = [...session, ...insides, ...ofNodes, ...sideEffects, ...manyRows]

const named = new Set(leftOutNames)

/** Whether a function of DuckDB's is none that a person would look for: operators, insides, Postgres's catalogue, what depends on the session. */
export const leftOut = (name: string, schema: string): boolean =>
  !word.test(name) ||
  schema !== 'main' ||
  name.startsWith('__internal') ||
  name.startsWith('icu_collate_') ||
  likes.test(name) ||
  named.has(name)
