import type { Catalogue, NodeKind } from '#core/node/kind.ts'
import csvSink from './sinks/csv/node.ts'
import duckdbSink from './sinks/duckdb/node.ts'
import excelSink from './sinks/excel/node.ts'
import jsonSink from './sinks/json/node.ts'
import output from './sinks/output/node.ts'
import parquetSink from './sinks/parquet/node.ts'
import quarantineSink from './sinks/quarantine/node.ts'
import reportSink from './sinks/report/node.ts'
import csvSource from './sources/csv/node.ts'
import duckdbSource from './sources/duckdb/node.ts'
import excelSource from './sources/excel/node.ts'
import generate from './sources/generate/node.ts'
import inline from './sources/inline/node.ts'
import input from './sources/input/node.ts'
import jsonSource from './sources/json/node.ts'
import parquetSource from './sources/parquet/node.ts'
import aggregate from './transforms/aggregate/node.ts'
import asofJoin from './transforms/asof_join/node.ts'
import cast from './transforms/cast/node.ts'
import clean from './transforms/clean/node.ts'
import combineColumns from './transforms/combine_columns/node.ts'
import compare from './transforms/compare/node.ts'
import conditional from './transforms/conditional/node.ts'
import dateParts from './transforms/date_parts/node.ts'
import dedupe from './transforms/dedupe/node.ts'
import explode from './transforms/explode/node.ts'
import extract from './transforms/extract/node.ts'
import fill from './transforms/fill/node.ts'
import filter from './transforms/filter/node.ts'
import formula from './transforms/formula/node.ts'
import hash from './transforms/hash/node.ts'
import join from './transforms/join/node.ts'
import limit from './transforms/limit/node.ts'
import lookup from './transforms/lookup/node.ts'
import mapValues from './transforms/map_values/node.ts'
import mask from './transforms/mask/node.ts'
import parseDate from './transforms/parse_date/node.ts'
import pin from './transforms/pin/node.ts'
import pivot from './transforms/pivot/node.ts'
import recordId from './transforms/record_id/node.ts'
import rename from './transforms/rename/node.ts'
import replace from './transforms/replace/node.ts'
import rolling from './transforms/rolling/node.ts'
import route from './transforms/route/node.ts'
import sample from './transforms/sample/node.ts'
import select from './transforms/select/node.ts'
import setOperation from './transforms/set_operation/node.ts'
import sort from './transforms/sort/node.ts'
import splitColumn from './transforms/split_column/node.ts'
import sql from './transforms/sql/node.ts'
import subflow from './transforms/subflow/node.ts'
import timeWindow from './transforms/time_window/node.ts'
import union from './transforms/union/node.ts'
import unpivot from './transforms/unpivot/node.ts'
import window from './transforms/window/node.ts'
import gate from './validators/gate/node.ts'
import rules from './validators/rules/node.ts'

/** Every node kind, in the order of the palette. A new kind is a folder, an import and a line here. */
const kinds = [
  csvSource,
  parquetSource,
  jsonSource,
  excelSource,
  duckdbSource,
  inline,
  generate,
  input,
  select,
  formula,
  conditional,
  rename,
  clean,
  fill,
  replace,
  cast,
  parseDate,
  extract,
  dateParts,
  hash,
  mask,
  mapValues,
  splitColumn,
  combineColumns,
  recordId,
  filter,
  join,
  lookup,
  asofJoin,
  aggregate,
  pivot,
  window,
  rolling,
  timeWindow,
  unpivot,
  sort,
  limit,
  sample,
  union,
  setOperation,
  compare,
  dedupe,
  route,
  explode,
  sql,
  pin,
  subflow,
  rules,
  gate,
  csvSink,
  parquetSink,
  jsonSink,
  excelSink,
  duckdbSink,
  quarantineSink,
  reportSink,
  output,
]

/** The kinds by name. */
export const catalogue: Catalogue = new Map(kinds.map(kind => [kind.kind, kind as NodeKind]))
