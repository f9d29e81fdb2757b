import type { RunContext } from './context.ts'
import { tablesOf } from './shape.ts'

/** Drops the tables that none of the nodes still to come can read and none is in use, so that their memory is free at once. */
export const dropUnread = async (
  run: RunContext,
  toCome: readonly string[],
  inUse: Iterable<string> = [],
): Promise<void> => {
  const coming = new Set(toCome)
  const open = new Set<string>(inUse)
  for (const [id, { ports }] of run.outcomes) {
    for (const [name, port] of Object.entries(ports)) {
      const uncounted = port.tally.rows === null ? run.plan.reports(id, name) : []
      if (![...run.plan.readers(id, name), ...uncounted].some(reader => coming.has(reader))) continue
      for (const table of tablesOf(port.relation)) open.add(table.name)
    }
  }
  for (const { table } of run.quarantined.values()) open.add(table.name)
  await run.database.keepOnly(open)
}
