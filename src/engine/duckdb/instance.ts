import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance, version } from '@duckdb/node-api'
import { Queue } from './queue.ts'
import { Session } from './session.ts'

export interface DatabaseOptions {
  /** As DuckDB reads it: `4GB`. Default: 60 % of what this process may have. */
  readonly memory?: string | undefined
  readonly threads?: number | undefined
  /** Parent of the spill folder; default the system's folder for temporary files. */
  readonly spill?: string | undefined
}

/** The process's one DuckDB instance, in memory, with its limits fixed at birth. */
export interface Database {
  readonly version: string
  readonly threads: number
  readonly memoryBytes: number
  /** Where DuckDB spills, and where the engine may put files of its own; removed at the end. */
  readonly spill: string
  connect(): Promise<Session>
  memory(): Promise<MemoryUse>
  close(): Promise<void>
}

/** What of the memory budget is in use now, and what did not fit into it. */
export interface MemoryUse {
  readonly usedBytes: number
  /** Lie in the spill folder. */
  readonly spilledBytes: number
}

/** Six calls at once delayed a file read by 3.4 s: they take libuv's four threads. */
const callsAtOnce = 3

let open = false

/** Opens the instance; a second one would take another share of memory, so it is refused until the first is closed. */
export const openDatabase = async (options: DatabaseOptions = {}): Promise<Database> => {
  if (open) throw new Error('A DuckDB instance is open in this process already: close it first')
  open = true
  try {
    return await birth(options)
  } catch (error) {
    open = false
    throw error
  }
}

const birth = async (options: DatabaseOptions): Promise<Database> => {
  const parent = options.spill ?? tmpdir()
  await mkdir(parent, { recursive: true })
  const spill = await mkdtemp(join(parent, 'weir-'))
  const threads = options.threads ?? availableParallelism()
  const instance = await DuckDBInstance.create(':memory:', {
    temp_directory: join(spill, 'spill'),
    memory_limit: options.memory ?? `${Math.floor((available() * 0.6) / 1e6)}MB`,
    threads: String(threads),
    preserve_insertion_order: 'true',
    // the first turns IN over five constants or more into a mark join, which scatters the rows of a file; the second lifts what
    // occurs twice out of TRY, so that a value that does not convert fails the statement
    disabled_optimizers: 'in_clause,common_subexpressions',
    // it knows a file by the second in which it was written, and shows what was there before if that was rewritten within it
    enable_external_file_cache: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  }).catch(async cause => {
    await rm(spill, { recursive: true, force: true })
    throw new Error(`DuckDB did not open: ${cause instanceof Error ? cause.message : cause}`, { cause })
  })
  const queue = new Queue(callsAtOnce)
  const sessions = new Set<Session>()
  const connect = async (): Promise<Session> => {
    const session = new Session(await instance.connect(), queue, connect)
    await session.execute(
      'SET errors_as_json = true; SET enable_progress_bar = true; SET enable_progress_bar_print = false',
    )
    sessions.add(session)
    return session
  }
  const own = await connect()
  await own.execute("SET GLOBAL TimeZone = 'UTC'")
  const held = own.repeated('SELECT sum(memory_usage_bytes), sum(temporary_storage_bytes) FROM duckdb_memory()')
  const limit = await own.query("SELECT value FROM duckdb_settings() WHERE name = 'memory_limit'")
  return {
    version: version().replace(/^v/, ''),
    threads,
    memoryBytes: bytes(String(limit.rows[0]?.[0] ?? '0')),
    spill,
    connect,
    memory: async () => {
      const [usedBytes, spilledBytes] = await held()
      return { usedBytes: Number(usedBytes ?? 0), spilledBytes: Number(spilledBytes ?? 0) }
    },
    close: async () => {
      if (!open) return
      await Promise.all([...sessions].map(session => session.stop()))
      instance.closeSync()
      await rm(spill, { recursive: true, force: true })
      open = false
    },
  }
}

/** A container's limit where there is one; 0 or a huge number mean there is none. */
const available = (): number => {
  const limit = process.constrainedMemory?.() ?? 0
  return limit > 0 && limit < totalmem() ? limit : totalmem()
}

const units: Readonly<Record<string, number>> = { bytes: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 }

const bytes = (text: string): number => {
  const [amount, unit] = text.split(' ')
  return Math.round(Number(amount) * (units[unit ?? 'bytes'] ?? 1))
}
