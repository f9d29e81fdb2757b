import type { LastGood, LastGoodNode } from '#core/history.ts'
import type { Report } from '#core/report.ts'
import { statIfThere } from '../run/files.ts'

/** What each node came to in its last good run. */
export type LastGoodNodes = ReadonlyMap<string, LastGoodNode>

/** Answers from what is known of the nodes. */
export const lastGoodOf = (nodes: LastGoodNodes): LastGood => {
  const node = (id: string) => nodes.get(id) ?? null
  return { node, rule: (id, rule) => node(id)?.report.rules?.find(other => other.id === rule) ?? null }
}

/** Of a flow that never succeeded. */
export const noLastGood: LastGood = lastGoodOf(new Map())

interface Remembered {
  readonly stamp: string
  readonly nodes: LastGoodNodes
}

const mostRemembered = 32

/** By file and flow, the one used last at the end: reading it costs more than all else that a run does to its history. */
const remembered = new Map<string, Remembered>()

const keyOf = (path: string, flow: string) => JSON.stringify([path, flow])

/** What tells a history file from what it was before; null where there is none, or a part of it lies beside it. */
const stampOf = async (path: string): Promise<string | null> => {
  const [file, log] = await Promise.all([statIfThere(path), statIfThere(`${path}.wal`)])
  return file === null || log !== null ? null : JSON.stringify([file.ino, file.size, file.mtimeMs, file.ctimeMs])
}

/** What is known of a flow, if the history file is as it was when that was read or written. */
export const recall = async (path: string, flow: string): Promise<LastGoodNodes | null> => {
  const known = remembered.get(keyOf(path, flow))
  return known !== undefined && known.stamp === (await stampOf(path)) ? known.nodes : null
}

/** Of a flow whose runs are no longer what they were. */
export const forget = (path: string, flow: string): void => {
  remembered.delete(keyOf(path, flow))
}

/** To be called while the file is attached, so that no one else writes it. */
export const remember = async (path: string, flow: string, nodes: LastGoodNodes): Promise<void> => {
  const key = keyOf(path, flow)
  const stamp = await stampOf(path)
  remembered.delete(key)
  if (stamp === null) return
  remembered.set(key, { stamp, nodes })
  for (const oldest of [...remembered.keys()].slice(0, -mostRemembered)) remembered.delete(oldest)
}

/** What is known with one more run, and without those that went for it. */
export const withRun = (
  nodes: LastGoodNodes,
  { run: { id: run, status, startedAt }, nodes: ran }: Report,
  gone: readonly string[],
): LastGoodNodes => {
  const after = new Map([...nodes].filter(([, node]) => !gone.includes(node.run)))
  if (status !== 'succeeded' || gone.includes(run)) return after
  for (const [id, report] of Object.entries(ran)) {
    if (report.status !== 'ran' && report.status !== 'cached') continue
    const before = after.get(id)
    const isNewer = before === undefined || before.startedAt < startedAt
    if (isNewer || (before.startedAt === startedAt && before.run < run))
      after.set(id, { run, startedAt, report: structuredClone(report) })
  }
  return after
}
