import * as z from 'zod'
import { reservedPrefix } from '../relation/columns.ts'
import { isTypeName } from '../sql/type-name.ts'
import type { ExpressionSlot, NodeKind } from './kind.ts'

export { z }

/** The form widgets: the inspector has one field for each. */
export type Widget =
  | 'text'
  | 'number'
  | 'toggle'
  | 'choice'
  | 'column'
  | 'columns'
  | 'expression'
  | 'sql'
  | 'file'
  | 'saveFile'
  | 'keyValue'
  | 'sortList'
  | 'joinKeys'
  | 'typeTable'
  | 'selectList'
  | 'formulaList'
  | 'measureList'
  | 'textList'
  | 'grid'
  | 'rules'
  | 'gate'
  | 'gateLimits'
  | 'bound'
  | 'input'
  | 'choices'
  | 'pairs'
  | 'json'
  | 'type'
  | 'items'
  | 'steps'

/** What the inspector, the help and the JSON Schema say of one setting. */
export interface FieldMeta {
  readonly label: string
  readonly help?: string
  readonly widget: Widget
  /** Which input port's columns a column widget offers; default the first. */
  readonly input?: string
  /** For columns of a further input: the setting beside this one that names the input port. */
  readonly inputFrom?: string
  /** For pairs of columns: the input ports of their two sides; left and right unless given. */
  readonly sides?: readonly [string, string]
  /** For SQL: what a query calls an input port, where that is not the port's own name. */
  readonly tables?: Readonly<Record<string, string>>
  /** Hidden under "More" until set. */
  readonly advanced?: boolean
  /** Shown only where the setting beside this one has one of these values; elsewhere it says nothing. */
  readonly when?: { readonly setting: string; readonly is: readonly (string | boolean | null)[] }
  readonly placeholder?: string
  /** Of a text: what the environment gives for it is shown nowhere. */
  readonly secret?: boolean
  /** For files: another flow, where it is not data. */
  readonly opens?: 'flow'
  /** What one item of a list is called. */
  readonly item?: string
  /** Choice labels in the person's words, by value. */
  readonly labels?: Readonly<Record<string, string>>
  /** For expressions: what they may hold. */
  readonly allow?: { readonly aggregates?: boolean; readonly windows?: boolean; readonly sides?: boolean }
}

/** Describes a setting: the schema stays as it is, and gains label, help and widget as metadata. */
export const field = <T extends z.ZodType>(schema: T, meta: FieldMeta): T => {
  const described = schema.meta({ title: meta.label, ...(meta.help ? { description: meta.help } : {}), weir: meta })
  return described as T
}

/** The metadata that `field` left on a schema, or null. */
export const fieldMeta = (schema: z.ZodType): FieldMeta | null => {
  const meta = schema.meta() as { weir?: FieldMeta } | undefined
  return meta?.weir ?? null
}

/** Declares a node kind with its settings' type inferred from the schema, and freezes it. */
export const defineNode = <S>(kind: NodeKind<S>): NodeKind<S> => Object.freeze(kind)

/** The name of a new column. */
export const columnName = z
  .string()
  .min(1, 'give the column a name')
  .refine(name => !name.toLowerCase().startsWith(reservedPrefix), {
    error: `names that begin with ${reservedPrefix} are reserved`,
  })

/** A type by DuckDB's name; whether DuckDB knows it is told when columns are looked up. */
export const typeName = z.string().refine(isTypeName, {
  error: 'it is not the name of a type, such as DATE or DECIMAL(12,2)',
})

/** Shapes that several kinds share, in the contract's words. */
export const sortTerm = z.strictObject({
  column: z.string(),
  direction: z.enum(['asc', 'desc']).default('asc'),
  nulls: z.enum(['first', 'last']).default('last'),
})

export const ifExists = field(z.enum(['replace', 'fail', 'append']).default('replace'), {
  label: 'If it exists',
  help: 'replace writes anew, fail stops the run, append adds each batch once.',
  widget: 'choice',
})

export const flagged = field(z.enum(['keep', 'leave_out', 'columns', 'split', 'refuse']).default('keep'), {
  label: 'Flagged rows',
  help: 'keep writes them as they are, leave_out drops them, columns adds _errors and _warnings, split writes them to NAME.flagged, refuse fails the run.',
  widget: 'choice',
})

export const onError = field(z.enum(['flag', 'null', 'fail']).default('flag'), {
  label: 'On error',
  help: 'What a value that cannot be computed becomes: null with a flag, null, or a failed run.',
  widget: 'choice',
})

export const onErrorOrReject = field(z.enum(['flag', 'null', 'fail', 'reject']).default('flag'), {
  label: 'On error',
  help: 'What a value that does not fit becomes: null with a flag, null, a failed run, or its whole row, as it came, at the port reject.',
  widget: 'choice',
})

export const onDrift = field(z.enum(['warn', 'stop', 'ignore']).default('warn'), {
  label: 'If the columns change',
  help: 'Columns that came, went or changed since the last good run: warn says so, stop ends the run before anything is read, ignore says nothing.',
  widget: 'choice',
})

/** An expression slot over plain scalar expressions. */
export const scalar = (setting: string, text: string): ExpressionSlot => ({
  setting,
  text,
  allow: { aggregates: false, windows: false, sides: false },
})
