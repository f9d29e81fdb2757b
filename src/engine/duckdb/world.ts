import type { CompileWorld } from '#core/compile/types.ts'
import { createColumns } from './columns.ts'
import { createParse } from './parse.ts'
import { createSelect } from './select.ts'
import type { Session } from './session.ts'

export interface WorldOptions {
  /** How a source's files are looked at. */
  readonly scan: CompileWorld['scan']
  /** How flows that stand in a node's place are found. */
  readonly flows: Pick<CompileWorld, 'flow' | 'absolute'>
  readonly environment?: CompileWorld['environment']
}

/** What compile asks of the outside, answered by DuckDB over one session. Its parts keep what they were told before. */
export const createWorld = (session: Session, options: WorldOptions): CompileWorld => ({
  ...createKnowledge(session),
  scan: options.scan,
  ...options.flows,
  environment: options.environment ?? (name => process.env[name]),
})

/** The part of the world that does not depend on a flow's folder, so that its memory serves all flows. */
export const createKnowledge = (session: Session): Pick<CompileWorld, 'parse' | 'columns' | 'select'> => ({
  parse: createParse(session),
  columns: createColumns(session),
  select: createSelect(session),
})
