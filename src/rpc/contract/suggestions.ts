import * as z from 'zod'
import { pageRequest } from './pages.ts'

const word = z.object({ value: z.string(), count: z.number() })

const settings = z.record(z.string(), z.unknown())

/** What the rows of a port suggest: rules with the rows that they would flag, repairs with the values that they would change. */
const suggestions = z.object({
  rows: z.number(),
  scope: z.string(),
  rules: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      columns: z.array(z.string()),
      rule: z.looseObject({ id: z.string(), kind: z.string() }),
      evidence: z.string(),
      flagged: z.number(),
      /** Where the rule looks values up: an input that its validator needs, and the port that feeds it. */
      feed: z.object({ input: z.string(), from: z.object({ node: z.string(), port: z.string() }) }).optional(),
    }),
  ),
  repairs: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      columns: z.array(z.string()),
      node: z.object({ kind: z.string(), settings }),
      evidence: z.string(),
      spellings: z.array(z.object({ to: z.string(), from: z.array(word) })),
      changed: z.number(),
      lost: z.number(),
      examples: z.array(z.object({ before: z.string(), after: z.string().nullable(), rows: z.number() })),
    }),
  ),
})

export const suggestionsCalls = {
  /** Rules and repairs that the rows of a port suggest; `quick` as for a profile. */
  suggest: { input: pageRequest.pick({ document: true, node: true, port: true, quick: true }), output: suggestions },
} as const
