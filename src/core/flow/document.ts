import * as z from 'zod'

/** What a node id looks like. */
export const nodeIdPattern = /^[a-z][a-z0-9_]{0,62}$/
/** What a parameter's name looks like: it is written `$name` in an expression. */
export const parameterNamePattern = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])
const point = z.strictObject({ x: z.number(), y: z.number() })
const box = { x: z.number(), y: z.number(), width: z.number(), height: z.number() }
const rows = z.array(z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]))

const parameter = z.strictObject({
  type: z.enum(['string', 'integer', 'number', 'boolean', 'date', 'timestamp', 'path', 'choice']),
  default: scalar.optional(),
  description: z.string().optional(),
  choices: z.array(z.string()).optional(),
})

/** What a node does when it fails. */
export const runPolicy = z.strictObject({
  retries: z.int().min(0).default(0),
  timeoutSeconds: z.number().positive().nullable().default(null),
  onFailure: z.enum(['fail', 'skip', 'empty']).default('fail'),
})

const node = z.strictObject({
  kind: z.string().min(1),
  version: z.int().min(1).optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  disabled: z.boolean().default(false),
  bypass: z.boolean().default(false),
  run: runPolicy.prefault({}),
  settings: z.record(z.string(), z.unknown()).optional(),
})

const test = z.strictObject({
  name: z.string(),
  given: z.record(z.string(), z.strictObject({ rows: rows.optional(), path: z.string().optional() })).optional(),
  expect: z
    .record(
      z.string(),
      z.strictObject({
        rows: rows.optional(),
        path: z.string().optional(),
        count: z.int().min(0).optional(),
        ignore: z.array(z.string()).optional(),
        tolerance: z.number().min(0).optional(),
        ordered: z.boolean().optional(),
      }),
    )
    .optional(),
})

const group = z.strictObject({
  id: z.string(),
  title: z.string(),
  color: z.string().optional(),
  ...box,
  collapsed: z.boolean().default(false),
})
const note = z.strictObject({ id: z.string(), text: z.string(), ...box })

/**
 * The document's shape, keys in the order in which they are saved. What has a default here is left out of a saved document where it
 * says nothing else; what is optional is saved always, once it is there. Settings are their kind's matter.
 */
export const flowDocument = z.strictObject({
  $schema: z.string().optional(),
  weir: z.literal(1),
  name: z.string().optional(),
  description: z.string().optional(),
  params: z.record(z.string(), parameter).optional(),
  nodes: z.record(z.string(), node).optional(),
  edges: z.array(z.strictObject({ from: z.string(), to: z.string() })).optional(),
  tests: z.array(test).optional(),
  layout: z
    .strictObject({
      nodes: z.record(z.string(), point).optional(),
      groups: z.array(group).optional(),
      notes: z.array(note).optional(),
    })
    .optional(),
})
