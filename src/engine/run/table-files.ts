import { rename } from 'node:fs/promises'
import { attach, fileTrouble, isBusy } from '../duckdb/attach.ts'
import type { Session } from '../duckdb/session.ts'
import { attachStatement, detachStatement } from '../duckdb/stored.ts'
import { mergeRows, wroteTable } from '../duckdb/table-file.ts'
import { asFailure, failure, type RunFailure } from './failure.ts'
import { isThere, remove, syncFile } from './files.ts'
import type { Step, TableStep } from './journal.ts'
import { stagePath } from './stage-names.ts'

/** The DuckDB files that runs write tables to: attached for the moment of each use. */
export interface TableFiles {
  /** Refuses a file that cannot be written, before any work is done for it. */
  reach(node: string, target: string): Promise<void>
  /** Looks into a file beside a stage, both under names that are handed in; `target` is null where there is no file yet. */
  look<T>(node: string, target: string, staged: string, work: Look<T>): Promise<T>
  /** Does what steps say of tables, but for the last word; throws where it cannot be done, and all is as it was. */
  hold(steps: readonly Step[]): Promise<Held>
  /** Does it at once, of a run that ended before it could. */
  merge(step: TableStep): Promise<void>
}

export type Look<T> = (session: Session, names: { target: string | null; staged: string }) => Promise<T>

export interface Held {
  /** What is to be decided for: a file that is not there yet is made beside its place, and moved in like any other. */
  readonly steps: readonly Step[]
  take(): Promise<void>
  letGo(): Promise<void>
}

/** Whoever wants to wait longer for a file sets retries. */
const patience = 1_000

let used = 0
const alias = (): string => {
  used += 1
  return `__weir_file_${used}`
}

/** What keeps a sink from its file, in a sentence. */
const cannotUse = (node: string, path: string, error: unknown): RunFailure => {
  const trouble = fileTrouble(error)
  if (trouble === null) return asFailure(error, node)
  const message = `\`${node}\` cannot write to \`${path}\`: ${trouble}.`
  return isBusy(error)
    ? failure('transient', { code: 'E-TARGET-BUSY', node, message, hint: 'Close what has it open.' }, { cause: error })
    : failure('system', { code: 'E-TARGET-KIND', node, message, hint: 'Choose another path.' }, { cause: error })
}

export const tableFiles = (connect: () => Promise<Session>): TableFiles => {
  const attached = async <T>(
    { node, target, staged }: Pick<TableStep, 'node' | 'target' | 'staged'>,
    work: Look<T>,
  ): Promise<T> => {
    const names = { target: (await isThere(target)) ? alias() : null, staged: alias() }
    const session = await connect()
    try {
      await attach(session, attachStatement(staged, names.staged, { readOnly: true }))
      if (names.target !== null) {
        await attach(session, attachStatement(target, names.target, { readOnly: true }), patience).catch(error => {
          throw cannotUse(node, target, error)
        })
      }
      return await work(session, names)
    } finally {
      for (const name of [names.target, names.staged]) if (name !== null) await detach(session, name)
      session.close()
    }
  }

  const hold = async (steps: readonly Step[]): Promise<Held> => {
    const ofTables = steps.filter(step => step.kind === 'table')
    const targets = [...new Set(ofTables.map(step => step.target))]
    const open: HeldFile[] = []
    try {
      const moved: Step[] = []
      for (const target of targets) {
        const file = await openFile(
          connect,
          ofTables.filter(step => step.target === target),
        )
        if (file.draft === null) open.push(file)
        else moved.push({ kind: 'file', staged: file.draft, target })
      }
      const made = new Set(moved.map(step => step.target))
      return {
        steps: [...steps.filter(step => step.kind !== 'table' || !made.has(step.target)), ...moved],
        take: () => each(open, file => file.take()),
        letGo: () => each(open, file => file.letGo()),
      }
    } catch (error) {
      await each(open, file => file.letGo())
      throw error
    }
  }

  return {
    reach: async (node, target) => {
      if (!(await isThere(target))) return
      const session = await connect()
      const name = alias()
      try {
        await attach(session, attachStatement(target, name, { readOnly: true }), patience)
      } catch (error) {
        throw cannotUse(node, target, error)
      } finally {
        await detach(session, name)
        session.close()
      }
    },
    look: (node, target, staged, work) => attached({ node, target, staged }, work),
    hold,
    merge: async step => {
      if (!(await isThere(step.staged))) return
      const file = await openFile(connect, [step])
      await file.take()
      if (file.draft !== null) await rename(file.draft, step.target)
    },
  }
}

/** All of them, whatever becomes of one: none is to stay open. */
const each = async (files: readonly HeldFile[], act: (file: HeldFile) => Promise<void>): Promise<void> => {
  const failures: unknown[] = []
  for (const file of files) await act(file).catch(error => failures.push(error))
  if (failures.length > 0) throw failures[0]
}

interface HeldFile {
  /** A file that is whole, and lies beside its place; null: what was there is changed in an open transaction. */
  readonly draft: string | null
  take(): Promise<void>
  letGo(): Promise<void>
}

/** Opens one file for all that a run writes to it, and writes it, up to the last word. */
const openFile = async (connect: () => Promise<Session>, steps: readonly TableStep[]): Promise<HeldFile> => {
  const { target, run, node } = steps[0]!
  const draft = (await isThere(target)) ? null : stagePath(target, run, 'made-')
  if (draft !== null) for (const path of [draft, `${draft}.wal`]) await remove(path)
  const session = await connect()
  const names: string[] = []
  const close = async () => {
    for (const name of names.reverse()) await detach(session, name)
    session.close()
  }
  const letGo = async () => {
    await session.execute('ROLLBACK').catch(() => undefined)
    await close()
  }
  const under = async (path: string, options: { readonly readOnly?: boolean }): Promise<string> => {
    const name = alias()
    await attach(session, attachStatement(path, name, options), patience)
    names.push(name)
    return name
  }
  try {
    const database = await under(draft ?? target, {}).catch(error => {
      throw cannotUse(node, target, error)
    })
    const stages: string[] = []
    for (const { staged } of steps) stages.push(await under(staged, { readOnly: true }))
    await session.execute('BEGIN')
    for (const [index, step] of steps.entries()) {
      const place = { database, schema: step.schema, table: step.table }
      if (await wroteTable(session, place, run)) continue
      await mergeRows(session, place, stages[index]!, step).catch(error => {
        throw asFailure(error, step.node)
      })
    }
    const take = async () => {
      await session.execute('COMMIT').catch(async error => {
        await letGo()
        throw error
      })
      await close()
    }
    if (draft === null) return { draft, take, letGo }
    await take()
    await syncFile(draft)
    return { draft, take: async () => {}, letGo: async () => {} }
  } catch (error) {
    await letGo()
    throw error
  }
}

const detach = async (session: Session, name: string): Promise<void> => {
  await session.execute(detachStatement(name)).catch(() => undefined)
}
