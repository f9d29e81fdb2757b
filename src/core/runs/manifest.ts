import type { ParameterValue } from '../flow/types.ts'
import type { Report } from '../report.ts'
import type { Difference } from './compare.ts'
import { type RowsHash, sameRows } from './rows-hash.ts'

/** The content of a file. */
export interface Fingerprint {
  /** Relative to the flow's folder where it lies in it, or to the folder that a sink writes. */
  readonly path: string
  readonly bytes: number
  readonly sha256: string
  /** False: of a large file, so many pieces are hashed, spread over it. */
  readonly whole: boolean
}

/** What a run was made of and what it made: enough to run it again and compare. */
export interface Manifest {
  readonly weir: 1
  readonly run: {
    readonly id: string
    readonly status: Report['run']['status']
    readonly startedAt: string
    readonly asOf: string
    /** The nodes that it ran to; none: all sinks. */
    readonly to: readonly string[]
  }
  /** The path is relative to the folder around the state folder. */
  readonly flow: { readonly name: string; readonly path: string; readonly sha256: string }
  readonly params: Readonly<Record<string, ParameterValue>>
  /** Names alone: `env:NAME` and `secret:NAME`, as the flow's settings ask for them. */
  readonly environment: readonly string[]
  readonly versions: Readonly<Record<string, string>>
  /** By source; of a node in whose place another flow stands, that flow's file. */
  readonly inputs: Readonly<Record<string, readonly Fingerprint[]>>
  /** The corrections beside the flow. */
  readonly corrections: Fingerprint | null
  /** Rows by node and port; null is not counted. */
  readonly rows: Readonly<Record<string, Readonly<Record<string, number | null>>>>
  /** Failed and evaluated rows by node and rule. */
  readonly rules: Readonly<
    Record<string, Readonly<Record<string, { readonly failed: number; readonly evaluated: number }>>>
  >
  readonly outputs: Readonly<Record<string, Output>>
}

/** What a sink published. Rows without an order of their own are written sorted, so the same rows are the same bytes. */
export interface Output {
  readonly target: string
  readonly rows: number
  readonly published: boolean
  /** Null: the target holds more than this run's rows, or is no file; only its rows are counted. */
  readonly files: readonly Fingerprint[] | null
  /** What the files hold, whatever the order of their rows, those of flagged rows apart; null: too much to be read again. */
  readonly content?: readonly RowsHash[] | null
}

const asked = /(?<!\$)\$\{((?:env|secret):[^}]+)\}/g

/** Names of what the settings of a flow ask of the environment, sorted, each once. */
export const namesAsked = (settings: unknown): readonly string[] =>
  [...new Set([...JSON.stringify(settings).matchAll(asked)].map(([, name]) => name!))].sort()

const same = (one: Fingerprint, other: Fingerprint): boolean =>
  one.path === other.path && one.bytes === other.bytes && one.sha256 === other.sha256

const filesText = (files: readonly Fingerprint[] | null | undefined): string | null =>
  files ? files.map(({ path, sha256 }) => `${path} ${sha256.slice(0, 12)}`).join(', ') : null

/** Whether two outputs have the same bytes. */
export const sameBytes = ({ files }: Output, { files: others }: Output): boolean =>
  files !== null &&
  others !== null &&
  files.length === others.length &&
  files.every((file, i) => same(file, others[i]!))

/** Whether two outputs have the same bytes, or else the same rows, as far as one engine hashed them. */
export const sameOutput = (one: Output, other: Output, oneEngine: boolean): boolean => {
  if (sameBytes(one, other)) return true
  if (!oneEngine) return false
  const [rows, others] = [one.content ?? null, other.content ?? null]
  if (rows === null || others === null || rows.length !== others.length) return false
  return rows.every((each, i) => sameRows(each, others[i]!))
}

type Found = (difference: Omit<Difference, 'before' | 'after'>, before: unknown, after: unknown) => void

const compareOutputs = (before: Manifest, after: Manifest, add: Found): void => {
  for (const node of Object.keys({ ...before.outputs, ...after.outputs })) {
    const [one, other] = [before.outputs[node], after.outputs[node]]
    const about = { group: 'sinks', node } as const
    if (one?.rows !== other?.rows) add({ ...about, name: 'rows written' }, one?.rows, other?.rows)
    if (one?.published !== other?.published) add({ ...about, name: 'published' }, one?.published, other?.published)
    const [files, others] = [one?.files ?? null, other?.files ?? null]
    if (files === null || others === null || !one?.published || !other?.published) continue
    if (!sameOutput(one, other, before.versions.engine === after.versions.engine))
      add({ ...about, name: 'content' }, filesText(files), filesText(others))
  }
}

/** What a run made that another of the same flow, files and parameters made differently. */
export const compareManifests = (before: Manifest, after: Manifest): readonly Difference[] => {
  const found: Difference[] = []
  const add: Found = (about, one, other) => found.push({ ...about, before: one, after: other })
  if (before.run.status !== after.run.status)
    add({ group: 'flow', node: null, name: 'status' }, before.run.status, after.run.status)
  for (const node of Object.keys({ ...before.rows, ...after.rows })) {
    const [one, other] = [before.rows[node] ?? {}, after.rows[node] ?? {}]
    for (const port of Object.keys({ ...one, ...other })) {
      const [then, now] = [one[port] ?? null, other[port] ?? null]
      if (then !== null && now !== null && then !== now)
        add({ group: 'rows', node, name: `rows at ${port}` }, then, now)
    }
  }
  for (const node of Object.keys({ ...before.rules, ...after.rules })) {
    const [one, other] = [before.rules[node] ?? {}, after.rules[node] ?? {}]
    for (const rule of Object.keys({ ...one, ...other }))
      for (const count of ['failed', 'evaluated'] as const)
        if (one[rule]?.[count] !== other[rule]?.[count])
          add({ group: 'rules', node, name: `${rule} ${count}` }, one[rule]?.[count], other[rule]?.[count])
  }
  compareOutputs(before, after, add)
  return found
}
