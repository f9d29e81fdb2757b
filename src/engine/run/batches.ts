import { join } from 'node:path'
import { readIfThere, writeDurably } from './files.ts'

/** Which batches were appended to which target, and how many rows each had: the same batch twice is one. */
type Batches = Readonly<Record<string, Readonly<Record<string, number>>>>

const pathIn = (state: string) => join(state, 'batches.json')

const readBatches = async (state: string): Promise<Batches> => {
  const text = await readIfThere(pathIn(state))
  return text === null ? {} : (JSON.parse(text) as Batches)
}

/** Rows of a batch that was appended before, or null. */
export const rowsOfBatch = async (state: string, target: string, batch: string): Promise<number | null> =>
  (await readBatches(state))[target]?.[batch] ?? null

export const addBatch = async (state: string, target: string, batch: string, rows: number): Promise<void> => {
  const batches = await readBatches(state)
  await writeDurably(
    pathIn(state),
    JSON.stringify({ ...batches, [target]: { ...batches[target], [batch]: rows } }, null, 2),
  )
}
