import { basename, dirname, relative, sep } from 'node:path'
import type { Engine, FlowRequest } from '#engine/api.ts'
import type { PageQuery } from '#engine/types.ts'
import type { CallInput, CallOutput, FeedValue, Service } from '#rpc/contract.ts'
import { addFile } from './add-file.ts'
import { writeAtomically } from './atomic.ts'
import { openDocuments } from './documents.ts'
import { openDrift } from './drift.ts'
import { allProblems, nodeFacts } from './facts.ts'
import { failure, fileFailure } from './failure.ts'
import { type Files, isWithin } from './files.ts'
import { readFlowFile, sameContent, stampOf } from './flow-file.ts'
import { listFolder } from './folder-list.ts'
import type { Journal } from './journal.ts'
import { newest, newestInTurn } from './newest.ts'
import { openQuarantines } from './quarantine.ts'
import type { Recent } from './recent.ts'
import { runFeed } from './run-feed.ts'
import { openRuns } from './runs.ts'
import type { Sample } from './samples.ts'
import { withStamps } from './stamps.ts'
import { pause, statusFeed } from './status-feed.ts'
import { watchFile } from './watch.ts'

export interface ServiceOptions {
  readonly engine: Engine
  readonly host: 'electron' | 'web'
  readonly version: string
  /** The flow that the host was started with. */
  readonly open: string | null
  readonly files: Files
  readonly recent: Recent
  readonly journal: Journal
  readonly samples: readonly Sample[]
  /** Native dialogs, where the host has them. */
  readonly dialog?: (kind: CallInput<'dialog'>['kind'], current: string | null) => Promise<string | null>
  readonly onDirty?: (dirty: boolean) => void
  readonly menu?: (signal: AbortSignal) => AsyncIterable<FeedValue<'menu'>>
  readonly now?: () => Date
}

type PageInput = CallInput<'page'>

const cutAt = 500
const longestCell = 16 * 1024 * 1024

const queryOf = (input: PageInput): PageQuery => {
  const { node, port, offset, limit, sort, filter, quick, ownTable } = input
  const query = {
    node,
    port: port ?? null,
    offset,
    limit,
    cutAt,
    ...(sort ? { sort } : {}),
    ...(filter ? { filter } : {}),
    ...(quick ? { quick } : {}),
    ...(ownTable ? { ownTable } : {}),
  }
  return JSON.parse(JSON.stringify(query)) as PageQuery
}

/** Everything of a view but which part of it is looked at. */
const viewOf = ({ document, sort, filter, ownTable }: PageInput): string =>
  JSON.stringify([document, sort, filter, ownTable])

/** The contract on an engine and a host's files: one service for each editor that is connected. */
export const createService = (options: ServiceOptions): Service => {
  const { engine, files, recent, journal } = options
  const now = () => (options.now?.() ?? new Date()).toISOString()
  const documents = openDocuments(files)
  const driftOf = openDrift(engine)
  const quarantines = openQuarantines(engine)
  const runs = openRuns(engine)
  const checks = newestInTurn()
  const plans = newest()
  const pages = new Map<string, ReturnType<typeof newest>>()
  const active: string[] = []
  /** What "now" means to previews: fixed until the next run, so that they can be cached. */
  let asOf = now()

  const busy = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    active.push(what)
    try {
      return await work()
    } finally {
      active.splice(active.indexOf(what), 1)
    }
  }
  const paged = async <T>(
    kind: string,
    input: PageInput,
    signal: AbortSignal,
    work: (request: FlowRequest, query: PageQuery, signal: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    const key = JSON.stringify([kind, input.node, input.port])
    const requests = pages.get(key) ?? newest()
    pages.set(key, requests)
    return requests.run(viewOf(input), signal, async both =>
      busy(`preview of ${input.node}`, async () =>
        work(await documents.request(input.document, asOf), queryOf(input), both),
      ),
    )
  }
  const unchanged = async (path: string, stamp: string | null) => {
    if (stamp === null) return
    const current = await stampOf(path)
    if (current === null || sameContent(current, stamp)) return
    throw failure(
      'E-FILE-CHANGED',
      `\`${basename(path)}\` was changed on disk since it was opened.`,
      'open it again, or save under another name',
    )
  }

  return {
    hello: async () => ({
      host: options.host,
      version: options.version,
      engine: engine.version,
      threads: engine.threads,
      memoryBytes: engine.memoryBytes,
      open: options.open,
      root: files.root,
      dialogs: options.dialog !== undefined,
      samples: [...options.samples],
    }),
    check: ({ document }, { signal }) =>
      checks('', signal, async both => {
        const read = documents.parsed(document.text)
        if (read.flow === null) return { problems: [...read.problems] as CallOutput<'check'>['problems'], nodes: {} }
        const request = await documents.request(document, asOf)
        const compiled = await busy('check', () => engine.compile(request, both))
        const problems = allProblems(read.problems, compiled.problems, await driftOf(request, compiled))
        return {
          problems: [...problems] as CallOutput<'check'>['problems'],
          nodes: await withStamps(compiled, nodeFacts(compiled)),
        }
      }),
    page: async (input, { signal }) => {
      const begin = performance.now()
      const page = await paged('page', input, signal, (request, query, both) => engine.page(request, query, both))
      return { ...(page as Omit<CallOutput<'page'>, 'ms'>), ms: Math.round(performance.now() - begin) }
    },
    cell: async (input, { signal }) => {
      const value = await paged('cell', input, signal, (request, query, both) =>
        engine.cell(request, query, input.row, input.columnName, both),
      )
      const truncated = value !== null && value.length > longestCell
      return { value: truncated ? value.slice(0, longestCell) : value, truncated }
    },
    nextFlagged: async (input, { signal }) => ({
      row: await paged('next', input, signal, (request, query, both) =>
        engine.nextFlagged(request, query, input.from, input.backwards ?? false, both),
      ),
    }),
    flagCounts: async (input, { signal }) => {
      const counts = await paged('counts', input, signal, (request, query, both) =>
        engine.flagCounts(request, query, both),
      )
      return counts as CallOutput<'flagCounts'>
    },
    flagLane: async (input, { signal }) => {
      const lane = await paged('lane', input, signal, (request, query, both) =>
        engine.flagLane(request, query, input.parts, both),
      )
      return lane as CallOutput<'flagLane'>
    },
    profile: async (input, { signal }) => {
      const profile = await paged('profile', { ...input, offset: 0, limit: 1 }, signal, (request, query, both) =>
        engine.profile(request, query, both),
      )
      return profile as CallOutput<'profile'>
    },
    suggest: async (input, { signal }) => {
      const suggestions = await paged('suggest', { ...input, offset: 0, limit: 1 }, signal, (request, query, both) =>
        engine.suggest(request, query, both),
      )
      return suggestions as CallOutput<'suggest'>
    },
    quarantine: async input => {
      const request = await documents.request(input.document, asOf)
      return busy('quarantine', () => quarantines.list(request, input))
    },
    quarantineCorrect: async input => quarantines.correct(await documents.request(input.document, asOf), input, now()),
    quarantineIgnore: async input => quarantines.ignore(await documents.request(input.document, asOf), input),
    quarantineCarry: async ({ document, path }) =>
      quarantines.carry(await documents.request({ ...document, path: null }, asOf), await files.reach(path)),
    freeze: ({ document, node }, { signal }) =>
      busy(`rows of ${node}`, async () => engine.freeze(await documents.request(document, asOf), node, signal)),
    describe: async ({ document, node, file }, { signal }) => {
      const description = await busy(`file of ${node}`, async () =>
        engine.describe(await documents.request(document, asOf), node, file, signal),
      )
      return description as CallOutput<'describe'>
    },
    runs: async ({ document, limit }) => runs.list(await documents.request(document, asOf), limit),
    clearRuns: async ({ document }) => runs.clear(await documents.request(document, asOf)),
    runReport: async ({ document, run }) => runs.report(await documents.request(document, asOf), run),
    sql: async ({ document, node, port }) => ({
      sql: await engine.sql(await documents.request(document, asOf), node, port ?? null),
    }),
    plan: ({ document, analyze }, { signal }) =>
      plans.run(JSON.stringify([document, analyze]), signal, both =>
        busy(analyze ? 'analysing a run' : 'planning a run', async () => {
          const plan = await engine.explain(await documents.request(document, asOf), { to: [], analyze, signal: both })
          return plan as CallOutput<'plan'>
        }),
      ),
    clearCache: async () => {
      const size = await engine.cacheSize()
      await busy('clearing the cache', () => engine.clearCache())
      return { ...size }
    },
    open: async ({ path }) => {
      const { path: found, text, stamp } = await readFlowFile(await files.reach(path))
      await recent.add(found)
      return { path: found, text, stamp }
    },
    save: async ({ path, text, stamp }) => {
      const target = await files.reach(path)
      try {
        await unchanged(target, stamp)
        await writeAtomically(target, text, () => unchanged(target, stamp))
      } catch (error) {
        throw fileFailure(error, target, 'write')
      }
      await recent.add(target)
      return { path: target, stamp: (await stampOf(target)) ?? '' }
    },
    recent: async () => {
      const known = await Promise.all(
        (await recent.list()).map(async ({ path, openedAt }) => ({
          path,
          name: basename(path).replace(/\.flow\.json$/, ''),
          openedAt,
          exists: (await stampOf(path)) !== null,
          reachable: await files.reachable(path),
        })),
      )
      return known.filter(each => each.reachable)
    },
    list: ({ folder }) => listFolder(files, folder),
    dialog: async ({ kind, current }) => ({ path: (await options.dialog?.(kind, current)) ?? null }),
    relative: async ({ path, flowPath }) => {
      const folder = flowPath === null ? null : dirname(flowPath)
      const written = folder !== null && isWithin(folder, path) ? relative(folder, path) : path
      return { path: written.split(sep).join('/') }
    },
    addFile: input => addFile(files, input),
    dirty: async ({ dirty }) => {
      options.onDirty?.(dirty)
      return {}
    },
    journal: async ({ action, text }) => {
      if (action === 'read') return { text: await journal.read() }
      await (action === 'write' ? journal.write(text ?? '') : journal.clear())
      return { text: null }
    },
    feeds: {
      run: async function* ({ document, to = [], dryRun = false }, { signal }) {
        asOf = now()
        const request = await documents.sound(document, asOf)
        active.push('run')
        try {
          yield* runFeed(engine, request, { to, text: document.text, dryRun }, signal)
        } finally {
          active.splice(active.indexOf('run'), 1)
        }
      },
      watch: async function* ({ path, stamp }, { signal }) {
        yield* watchFile(await files.reach(path), signal, stamp)
      },
      status: (_input, { signal }) => statusFeed(engine, () => active.at(-1) ?? null, signal),
      menu: async function* (_input, { signal }) {
        if (options.menu) yield* options.menu(signal)
        else await pause(null, signal)
      },
    },
  }
}
