import { field, z } from '../node/settings.ts'
import { dimensions } from './types.ts'

const limit = z.strictObject({
  count: z.int().min(0).exactOptional(),
  percent: z.number().min(0).max(100).exactOptional(),
})

/** A gate: exceeded where the count, or the percent of evaluated rows, is greater than its limit. */
export const gate = z.strictObject({ warn: limit.exactOptional(), stop: limit.exactOptional() })

export const severity = z.enum(['info', 'warning', 'error', 'critical'])

const columns = field(z.array(z.string()).min(1), {
  label: 'Columns',
  help: 'The columns that are judged.',
  widget: 'columns',
})

const id = field(z.string().min(1), {
  label: 'Id',
  help: 'Names the rule in flags and reports.',
  widget: 'text',
})

const common = {
  severity: field(severity.default('error'), {
    label: 'Severity',
    help: 'How bad it is; the validator rejects rows from one severity on.',
    widget: 'choice',
  }),
  when: field(z.string().min(1).nullable().default(null), {
    label: 'Only when',
    help: 'Judge only the rows for which this is true.',
    widget: 'expression',
    advanced: true,
  }),
  nulls: field(z.enum(['skip', 'pass', 'fail']).default('skip'), {
    label: 'Nulls',
    help: 'skip does not judge them, pass counts them as good, fail as bad.',
    widget: 'choice',
    advanced: true,
  }),
  mostly: field(z.number().min(0).max(1).default(1), {
    label: 'Mostly',
    help: 'The share of judged rows that must pass for the rule as a whole to hold.',
    widget: 'number',
    advanced: true,
  }),
  gate: field(gate.nullable().default(null), {
    label: 'Gate',
    help: 'Warns or stops the run when more rows than this fail.',
    widget: 'gate',
    advanced: true,
  }),
  message: field(z.string().min(1).nullable().default(null), {
    label: 'Message',
    help: '{column} and {value} stand for the column and what it holds.',
    widget: 'text',
    advanced: true,
  }),
  dimension: field(z.enum(dimensions).nullable().default(null), {
    label: 'Dimension',
    help: 'The part of quality that the rule counts for; its kind says which, unless set.',
    widget: 'choice',
    advanced: true,
  }),
}

/** A rule's settings: the common keys, and the kind's own between them, in the order in which they are saved. */
export const ruleSettings = <K extends string, O extends z.ZodRawShape>(kind: K, own: O) =>
  z.strictObject({ id, kind: z.literal(kind), columns, ...own, ...common })

/** The same, with columns of another kind. */
export const ruleSettingsWith = <K extends string, C extends z.ZodType<string[]>, O extends z.ZodRawShape>(
  kind: K,
  ownColumns: C,
  own: O,
) => z.strictObject({ id, kind: z.literal(kind), columns: ownColumns, ...own, ...common })
