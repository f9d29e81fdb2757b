import type { Expression } from '#core/relation/expression.ts'
import { isOrdered } from '#core/relation/order.ts'
import type { NamedExpression, Relation } from '#core/relation/relation.ts'
import { partsOf } from '#core/relation/walk.ts'

/**
 * Functions whose value is not made of their arguments alone. DuckDB's own marks are not enough: some are macros, some read the session,
 * and what tells the time is the same within a query only.
 */
export const changing: ReadonlySet<string> = new Set([
  'ago',
  'current_catalog',
  'current_connection_id',
  'current_database',
  'current_date',
  'current_localtime',
  'current_localtimestamp',
  'current_query',
  'current_query_id',
  'current_role',
  'current_schema',
  'current_schemas',
  'current_setting',
  'current_time',
  'current_timestamp',
  'current_transaction_id',
  'current_user',
  'currval',
  'gen_random_uuid',
  'get_block_size',
  'get_current_time',
  'get_current_timestamp',
  'getenv',
  'getvariable',
  'in_search_path',
  'inet_client_addr',
  'inet_client_port',
  'inet_server_addr',
  'inet_server_port',
  'localtime',
  'localtimestamp',
  'nextval',
  'now',
  'parse_duckdb_log_message',
  'pg_conf_load_time',
  'pg_is_other_temp_schema',
  'pg_my_temp_schema',
  'pg_postmaster_start_time',
  'pg_sleep',
  'random',
  'session_user',
  'set_bit_seed',
  'setseed',
  'sleep_ms',
  'stats',
  'today',
  'transaction_timestamp',
  'txid_current',
  'user',
  'uuid',
  'uuidv4',
  'uuidv7',
  'write_log',
])

/** They give what an algorithm of chance or the order of the work gives. */
const approximate: ReadonlySet<string> = new Set(['approx_quantile', 'approx_top_k', 'reservoir_quantile'])

/** Their value depends on the order in which rows come, or on which of several equal ones comes first. */
export const orderSensitive: ReadonlySet<string> = new Set([
  'any_value',
  'arbitrary',
  'arg_max',
  'arg_max_null',
  'arg_min',
  'arg_min_null',
  'argmax',
  'argmin',
  'array_agg',
  'cume_dist',
  'dense_rank',
  'fill',
  'first',
  'first_value',
  'group_concat',
  'json_group_array',
  'json_group_object',
  'json_group_structure',
  'lag',
  'last',
  'last_value',
  'lead',
  'list',
  'listagg',
  'max_by',
  'min_by',
  'mode',
  'nth_value',
  'ntile',
  'percent_rank',
  'rank',
  'row_number',
  'string_agg',
])

/** Called by their names alone. */
const withoutParentheses = /^(current_.*|localtime|localtimestamp|session_user|user)$/

const quoted = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g

/** Whether a typed text may give other values another time; where in doubt it does. */
export const isUncertainText = (text: string): boolean => {
  const bare = text.replace(quoted, ' ').toLowerCase()
  const words = new Set(bare.match(/[a-z_][a-z0-9_]*/g))
  const called = new Set([...bare.matchAll(/([a-z_][a-z0-9_]*)\s*\(/g)].map(match => match[1]!))
  for (const word of words) if (withoutParentheses.test(word)) return true
  for (const name of called) {
    if (changing.has(name) || approximate.has(name)) return true
    if (orderSensitive.has(name) && !words.has('order')) return true
  }
  return /\bsample\b|\btablesample\b/.test(bare) || (words.has('limit') && !words.has('order'))
}

const isUncertainExpression = (expression: Expression, input: boolean): boolean => {
  const below = () => partsOf(expression).some(part => isUncertainExpression(part, input))
  switch (expression.kind) {
    case 'text':
      return expression.volatile || isUncertainText(expression.text)
    case 'call': {
      const { function: name, order } = expression
      if (changing.has(name) || approximate.has(name)) return true
      return (orderSensitive.has(name) && (order ?? []).length === 0) || below()
    }
    case 'window': {
      const { call, partition, order } = expression
      if (changing.has(call.function) || approximate.has(call.function)) return true
      // rows are numbered as they come, to be told apart: any numbers will do
      const certain = partition.length === 0 && (input || call.function === 'row_number')
      const terms = order.length + (call.order ?? []).length
      if (orderSensitive.has(call.function) && terms === 0 && !certain) return true
      return [...call.arguments, ...partition, ...order.map(term => term.expression)].some(part =>
        isUncertainExpression(part, input),
      )
    }
    default:
      return below()
  }
}

const anyNamed = (columns: readonly NamedExpression[] | null, input: boolean): boolean =>
  (columns ?? []).some(({ expression }) => isUncertainExpression(expression, input))

/** Whether a relation's own operation, apart from what it reads, may give other rows another time. */
export const isUncertain = (relation: Relation): boolean => {
  switch (relation.kind) {
    case 'project':
      return anyNamed(relation.columns, isOrdered(relation.input))
    case 'where':
      return isUncertainExpression(relation.predicate, isOrdered(relation.input))
    case 'join':
      return (
        anyNamed(relation.columns, false) ||
        (relation.condition !== null && isUncertainExpression(relation.condition, false))
      )
    case 'aggregate':
      return anyNamed([...relation.keys, ...relation.measures], false)
    case 'sort':
      return relation.order.some(({ expression }) => isUncertainExpression(expression, false))
    case 'limit':
      return !isOrdered(relation.input)
    case 'explode':
      return isUncertainExpression(relation.list, isOrdered(relation.input))
    case 'flag':
      return (
        relation.bits.some(bit =>
          [bit.violation, bit.skip, bit.failure].some(
            part => part !== null && isUncertainExpression(part, isOrdered(relation.input)),
          ),
        ) ||
        (relation.detail !== null && isUncertainExpression(relation.detail, false)) ||
        anyNamed(relation.columns, isOrdered(relation.input))
      )
    case 'sql':
      return isUncertainText(relation.text)
    default:
      return false
  }
}
