import { mkdir, readdir, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { asFailure, failure } from './failure.ts'
import { isMissing, isThere, remove, syncFolder } from './files.ts'
import { type Intent, readIntent, rollForward, type Step, statePaths, writeCommit, writeIntent } from './journal.ts'
import { type Lock, removeLockOf, takeLock } from './lock.ts'
import { stagePath, stagePrefix, targetLockPath } from './stage-names.ts'
import type { TableFiles } from './table-files.ts'

/** A run's hold on its state folder and targets, from the first stage to the last rename. */
export interface Staging {
  readonly run: string
  readonly state: string
  /** Says which targets will be written, makes their folders and locks them in sorted order. */
  prepare(targets: readonly string[]): Promise<void>
  /** Decides for the new content, and moves it in. */
  commit(steps: readonly Step[]): Promise<void>
  /** Removes what is left, and lets go of every lock; without a commit before it, every target stays as it was. */
  close(): Promise<void>
}

/** Locks the state folder, and mends what an earlier run left behind. */
export const openStaging = async (state: string, run: string, tables: TableFiles): Promise<Staging> => {
  const own = await lockState(state, run)
  try {
    await mend(state, tables)
  } catch (error) {
    await own.release()
    throw error
  }
  const locks: Lock[] = []
  return {
    run,
    state,
    prepare: async targets => {
      const sorted = [...new Set(targets)].sort()
      await writeIntent(state, { run, targets: sorted, folders: await missingFolders(sorted) })
      for (const target of sorted) {
        await mkdir(dirname(target), { recursive: true })
        locks.push(await lockTarget(target, run))
      }
    },
    commit: async steps => {
      const held = await tables.hold(steps)
      try {
        await writeCommit(state, { run, steps: held.steps })
      } catch (error) {
        await held.letGo()
        throw error
      }
      await finish(async () => {
        await held.take().catch(async error => {
          await held.letGo()
          throw error
        })
        await rollForward(state, tables.merge)
      }, state)
    },
    close: async () => {
      try {
        const tidied = await Promise.allSettled(locks.splice(0).map(lock => lock.release()))
        // what cannot be removed now is removed at the next start, to which the intent tells of it
        if (tidied.every(({ status }) => status === 'fulfilled') && !(await isThere(statePaths(state).commit)))
          await clear(state).catch(() => undefined)
      } finally {
        await own.release()
      }
    },
  }
}

/** Of a run that writes nothing: it locks nothing, and mends nothing. */
export const dryStaging = (state: string, run: string): Staging => {
  const nothing = async () => {}
  return { run, state, prepare: nothing, commit: nothing, close: nothing }
}

/** Rolls forward what was decided, removes what was not; does nothing while a run holds the state folder. */
export const recover = async (
  state: string,
  tables: TableFiles,
): Promise<'nothing' | 'busy' | 'rolled_forward' | 'cleared'> => {
  if (!(await isThere(state))) return 'nothing'
  const outcome = await takeLock(statePaths(state).lock, 'recovery')
  if (!outcome.ok) return 'busy'
  try {
    return await mend(state, tables)
  } finally {
    await outcome.lock.release()
  }
}

/** Publishes what was decided for. Where that is stopped, the decision stands, and the next start goes on. */
const finish = async <T>(work: () => Promise<T>, state: string): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    const { failureClass, problem } = asFailure(error)
    throw failure(
      failureClass,
      {
        code: 'E-PUBLISH-HALTED',
        message: `Publishing has begun and could not be ended: ${problem.message}.`,
        hint: `Make its targets writable again: the next start with the state folder \`${state}\` goes on with it.`,
      },
      { cause: error },
    )
  }
}

const mend = async (state: string, tables: TableFiles) => {
  const rolled = await finish(() => rollForward(state, tables.merge), state)
  const cleared = await clear(state)
  return rolled ? 'rolled_forward' : cleared ? 'cleared' : 'nothing'
}

const lockState = async (state: string, run: string): Promise<Lock> => {
  const { lock } = statePaths(state)
  const outcome = await mkdir(state, { recursive: true })
    .then(() => takeLock(lock, run))
    .catch(error => {
      const { failureClass, problem } = asFailure(error)
      throw failure(failureClass, {
        code: 'E-STATE-WRITE',
        message: `The state folder \`${state}\` cannot be used: ${problem.message}.`,
        hint: 'Choose another with --state.',
      })
    })
  if (outcome.ok) return outcome.lock
  throw failure('transient', {
    code: 'E-STATE-BUSY',
    message: `Another run (${outcome.holder}) works with the state folder \`${state}\`.`,
    hint: `Wait for it, or give this run a folder of its own with --state. If nothing runs, remove \`${lock}\`.`,
  })
}

const lockTarget = async (target: string, run: string): Promise<Lock> => {
  const path = targetLockPath(target)
  const outcome = await takeLock(path, run, stagePath(target, run, 'lock-'))
  if (outcome.ok) return outcome.lock
  throw failure('transient', {
    code: 'E-TARGET-BUSY',
    message: `Another run (${outcome.holder}) writes \`${target}\`.`,
    hint: `Wait for it. If nothing runs, remove \`${path}\`.`,
  })
}

const missingFolders = async (targets: readonly string[]): Promise<readonly string[]> => {
  const missing = new Set<string>()
  for (const target of targets) {
    for (let folder = dirname(target); !(await isThere(folder)); folder = dirname(folder)) missing.add(folder)
  }
  return [...missing].sort((a, b) => a.length - b.length)
}

/** Removes what a run left beside its targets; says whether it had begun any. */
const clear = async (state: string): Promise<boolean> => {
  const intent = await readIntent(state)
  await remove(statePaths(state).journal)
  await remove(statePaths(state).intentDraft)
  if (intent === null) return false
  const folders = [...new Set(intent.targets.map(target => dirname(target)))]
  const cleared = await Promise.allSettled(folders.map(folder => clearFolder(folder, intent)))
  for (const outcome of cleared) if (outcome.status === 'rejected') throw outcome.reason
  for (const target of intent.targets) await removeLockOf(targetLockPath(target), intent.run)
  for (const folder of [...intent.folders].reverse()) await rmdir(folder).catch(() => undefined)
  await remove(statePaths(state).intent)
  await syncFolder(state)
  return true
}

const clearFolder = async (folder: string, intent: Intent): Promise<void> => {
  const prefix = stagePrefix(intent.run)
  try {
    for (const name of await readdir(folder)) if (name.startsWith(prefix)) await remove(join(folder, name))
  } catch (error) {
    if (!isMissing(error)) throw error
  }
}
