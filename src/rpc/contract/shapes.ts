import * as z from 'zod'

/** What a person can mend, as the command line prints it. */
export const problem = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  node: z.string().optional(),
  setting: z.string().optional(),
  range: z.object({ start: z.number(), end: z.number() }).optional(),
  message: z.string(),
  hint: z.string().optional(),
  sql: z.string().optional(),
  fix: z
    .union([
      z.object({
        title: z.string(),
        node: z.string(),
        path: z.array(z.union([z.string(), z.number()])),
        value: z.unknown(),
      }),
      z.object({
        title: z.string(),
        node: z.string(),
        insert: z.object({ port: z.string(), kind: z.string(), settings: z.record(z.string(), z.unknown()) }),
      }),
    ])
    .optional(),
})

export const column = z.object({ name: z.string(), type: z.string() })

export const severity = z.enum(['info', 'warning', 'error', 'critical'])

/** A rule that said nothing of a row: it had nothing to judge, or could not. */
export const evaluation = z.enum(['skipped', 'failed'])

export const parameters = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))

/** The document being edited: its text, where it lies (null: unsaved), and this session's parameter values. */
export const document = z.object({ text: z.string(), path: z.string().nullable(), params: parameters.optional() })

/** A cell flag of a page, as the command line's preview prints it. */
export const flag = z.object({
  node: z.string(),
  rule: z.string(),
  kind: z.string(),
  columns: z.array(z.string()),
  severity,
  message: z.string(),
  value: z.unknown(),
  via: z.array(z.string()),
})
