import { call, cast, column, op } from '../relation/build.ts'
import type { Expression } from '../relation/expression.ts'

/** Cells as texts, in a list. */
export const cellTexts = (names: readonly string[]): Expression =>
  op('list', ...names.map(name => cast(column(name), 'VARCHAR')))

/** MD5 of what a row holds in these columns, the same wherever the row is met. */
export const contentHash = (names: readonly string[]): Expression =>
  call('md5', cast(call('to_json', cellTexts(names)), 'VARCHAR'))
