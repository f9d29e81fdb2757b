import { readFile, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { CompiledFlow } from '#core/compile/types.ts'
import { hasErrors, type Problem } from '#core/problem.ts'
import { parsePatches, savePatches } from '#core/quarantine/document.ts'
import { correctable, type Origin, originOf, whyNoOrigin } from '#core/quarantine/entry.ts'
import { isLinePatch, type Patch, patchesPath } from '#core/quarantine/patch.ts'
import type { Engine, FlowRequest } from '#engine/api.ts'
import { flowKey } from '#engine/history/key.ts'
import type {
  Quarantine,
  QuarantineEntry,
  QuarantinePage,
  QuarantineQuery,
  QuarantineState,
} from '#engine/quarantine/types.ts'
import type { CallInput, CallOutput } from '#rpc/contract.ts'
import { writeAtomically } from './atomic.ts'
import { carriedProblem, failure, fileFailure } from './failure.ts'
import { sameContent, stampOf } from './flow-file.ts'
import { correctionOf } from './quarantine-correction.ts'
import { splitLine } from './quarantine-line.ts'

type Listed = CallOutput<'quarantine'>
type Shown = Listed['entries'][number]

const unresolved: readonly QuarantineState[] = ['open', 'corrected', 'stale', 'ignored']

/** The corrections beside a flow, as they are on disk. */
interface PatchFile {
  readonly path: string | null
  readonly stamp: string | null
  readonly patches: readonly Patch[]
  readonly problems: readonly Problem[]
}

const readPatches = async ({ path: flow }: FlowRequest): Promise<PatchFile> => {
  if (flow === null) return { path: null, stamp: null, patches: [], problems: [] }
  const path = patchesPath(flow)
  const stamp = await stampOf(path)
  const text = stamp === null ? null : await readFile(path, 'utf8')
  const { patches, problems } = text === null ? { patches: [], problems: [] } : parsePatches(text, basename(path))
  return { path, stamp, patches, problems }
}

const patchesFor = (origin: Origin | null, patches: readonly Patch[]): readonly Patch[] =>
  origin === null
    ? []
    : patches.filter(
        patch =>
          patch.node === origin.node &&
          (isLinePatch(patch) ? origin.way === 'lines' : patch.port === origin.inputPort && origin.way === 'rows'),
      )

const sinksOf = ({ flow }: FlowRequest): readonly string[] =>
  Object.keys(flow.nodes).filter(id => flow.nodes[id]?.kind === 'sink.quarantine')

/** One quarantine of a flow: where its entries lie, and where corrected ones enter. */
const placeOf = (request: FlowRequest, compiled: CompiledFlow, node: string, patches: readonly Patch[]) => {
  const origin = originOf(compiled, node)
  const state = join(request.folder, '.weir')
  const flow = flowKey({ path: request.path, name: request.flow.name }, state)
  return {
    origin,
    lost: origin === null ? whyNoOrigin(compiled, node) : null,
    lines: origin && compiled.nodes[origin.node]?.compiled?.lines,
    flow,
    node,
    state,
    patches: patchesFor(origin, patches),
  }
}

type Place = ReturnType<typeof placeOf>

const whyNot = ({ origin, lost }: Place, entry: QuarantineEntry): string | null => {
  if (entry.told === 'replayed') return 'Its correction was replayed, and it was rejected again.'
  if (entry.told === 'unfit') return 'It has changed since it was corrected: the correction no longer fits.'
  if (origin === null) return `Corrected rows cannot go in again: ${lost}.`
  if (origin.way === 'rows' && entry.alike > 1)
    return `${entry.alike} rows are alike: give the quarantine keys that tell them apart.`
  return null
}

const shown = (entry: QuarantineEntry, columns: readonly string[], place: Place): Shown => {
  const { patch, cells, place: at } = entry
  const byName = new Map(entry.columns.map(({ name }, index) => [name, cells[index] ?? null]))
  const split = (raw: string) => (place.lines ? splitLine(raw, place.lines) : null)
  const texts = (set: object) =>
    Object.fromEntries(Object.entries(set).map(([name, value]) => [name, value === null ? null : String(value)]))
  return {
    id: entry.id,
    state: entry.state,
    cells: at ? [...(split(at.raw) ?? [])] : columns.map(name => byName.get(name) ?? null),
    flags: entry.flags.map(flag => ({ ...flag, columns: [...flag.columns], via: [...flag.via] })),
    place: at,
    firstSeen: entry.firstSeen,
    lastSeen: entry.lastSeen,
    run: entry.run,
    asOf: entry.asOf,
    patch: patch && {
      was: isLinePatch(patch) ? {} : texts(patch.was),
      set: isLinePatch(patch) ? {} : texts(patch.set),
      line: isLinePatch(patch) ? patch.raw.to : null,
      cells: isLinePatch(patch) ? ((split(patch.raw.to) as string[] | null) ?? null) : null,
      note: patch.note ?? null,
      at: patch.at ?? null,
    },
    why: whyNot(place, entry),
  }
}

/** The columns of what is shown: of the rows as they were kept, or of the lines that were split. */
const columnsOf = (place: Place, compiled: CompiledFlow, entered: QuarantineShape): Listed['columns'] => {
  const { origin, lines } = place
  if (origin?.way === 'lines' && lines)
    return lines.columns.map(name => ({ name, type: 'VARCHAR', editable: true, key: false }))
  const columns = entered?.columns ?? compiled.nodes[place.node]?.inputs.in?.[0]?.columns ?? []
  const editable = new Set(origin ? correctable(origin, columns).map(({ name }) => name.toLowerCase()) : [])
  const keys = new Set((entered?.keys ?? []).map(name => name.toLowerCase()))
  return columns.map(({ name, type }) => ({
    name,
    type,
    editable: editable.has(name.toLowerCase()),
    key: keys.has(name.toLowerCase()),
  }))
}

const someOf = async (store: Quarantine, place: Place, ids: readonly string[]): Promise<readonly QuarantineEntry[]> => {
  const byId = new Map((await store.entries(place, ids)).map(entry => [entry.id, entry]))
  return ids.flatMap(id => byId.get(id) ?? [])
}

type QuarantineShape = Awaited<ReturnType<ReturnType<Engine['quarantine']>['page']>>['shape']

const said = (problems: readonly Problem[]) => [...problems] as Listed['problems']

const unsaved = () =>
  failure('E-PATCH-UNSAVED', 'Corrections are kept beside the flow, and this flow has no file yet.', 'save it first')

/** The contract's questions of quarantined rows, on an engine's store and the file of corrections beside the flow. */
export const openQuarantines = (engine: Engine) => ({
  list: async (request: FlowRequest, input: CallInput<'quarantine'>): Promise<Listed> => {
    const file = await readPatches(request)
    const compiled = await engine.compile(request)
    const nodes = sinksOf(request)
    const node = input.node ?? nodes[0] ?? null
    const { problems } = file
    const sinks: Listed['sinks'] = []
    /** What keeps the store from being read keeps it from all of them. */
    let trouble: Problem | null = null
    const listed: Omit<Listed, 'sinks' | 'problems'> = {
      node,
      columns: [],
      entries: [],
      count: 0,
      reasons: [],
      file: file.path,
      stamp: file.stamp,
    }
    for (const id of nodes) {
      const place = placeOf(request, compiled, id, file.patches)
      const { flow, patches, origin, lost, state } = place
      const isShown = id === node
      const query: QuarantineQuery = {
        flow,
        node: id,
        patches,
        states: input.states ?? unresolved,
        offset: input.offset,
        limit: isShown && !input.entries ? input.limit : 0,
        ...(input.search ? { search: input.search } : {}),
        ...(input.reason ? { reason: input.reason } : {}),
      }
      let found: QuarantinePage | null = null
      try {
        if (!trouble) found = await engine.quarantine(state).page(query)
      } catch (error) {
        trouble = carriedProblem(error)
        if (trouble === null) throw error
      }
      sinks.push({
        node: id,
        origin: origin && { node: origin.node, port: origin.port, way: origin.way },
        whyNot: lost,
        counts: found?.counts ?? null,
      })
      if (!isShown) continue
      listed.columns = columnsOf(place, compiled, found?.shape ?? null)
      const names = listed.columns.map(({ name }) => name)
      const asked = input.entries && found && (await someOf(engine.quarantine(state), place, input.entries))
      const entries = asked ?? found?.entries ?? []
      listed.entries = entries.map(entry => shown(entry, names, place))
      listed.count = asked?.length ?? found?.count ?? 0
      listed.reasons = [...(found?.reasons ?? [])]
    }
    return { sinks, ...listed, problems: said(trouble ? [...problems, trouble] : problems) }
  },
  correct: async (
    request: FlowRequest,
    { node, stamp, changes }: CallInput<'quarantineCorrect'>,
    at: string,
  ): Promise<CallOutput<'quarantineCorrect'>> => {
    const file = await readPatches(request)
    if (file.path === null) throw unsaved()
    const { path } = file
    const unchanged = async () => {
      const now = await stampOf(path)
      if (now === stamp || (now !== null && stamp !== null && sameContent(now, stamp))) return
      throw failure(
        'E-FILE-CHANGED',
        `\`${basename(path)}\` was changed on disk since the quarantine was shown.`,
        'look at the quarantine again',
      )
    }
    await unchanged()
    if (hasErrors(file.problems))
      return {
        file: path,
        stamp: file.stamp,
        problems: [{ ...file.problems[0]!, entry: '' }] as CallOutput<'quarantineCorrect'>['problems'],
      }
    const compiled = await engine.compile(request)
    const place = placeOf(request, compiled, node, file.patches)
    const store = engine.quarantine(place.state)
    const entries = await store.entries(
      place,
      changes.map(({ entry }) => entry),
    )
    const problems: CallOutput<'quarantineCorrect'>['problems'] = []
    let patches = file.patches
    for (const change of changes) {
      const entry = entries.find(({ id }) => id === change.entry)
      const made = await correctionOf(change, entry, { ...place, at, castable: store.castable })
      if ('problem' in made) problems.push({ ...(made.problem as (typeof problems)[number]), entry: change.entry })
      else patches = [...patches.filter(patch => patch !== entry?.patch), ...(made.patch ? [made.patch] : [])]
    }
    if (problems.length > 0) return { file: path, stamp: file.stamp, problems }
    try {
      if (patches.length === 0) await rm(path, { force: true })
      else await writeAtomically(path, savePatches(patches), unchanged)
    } catch (error) {
      throw fileFailure(error, path, 'write')
    }
    return { file: path, stamp: await stampOf(path), problems }
  },
  ignore: async (request: FlowRequest, { node, entries, ignored }: CallInput<'quarantineIgnore'>) => {
    const state = join(request.folder, '.weir')
    const flow = flowKey({ path: request.path, name: request.flow.name }, state)
    await engine.quarantine(state).ignore({ flow, node }, entries, ignored)
    return {}
  },
  carry: async (request: FlowRequest, path: string) => {
    const state = join(request.folder, '.weir')
    const flow = flowKey({ path: null, name: request.flow.name }, state)
    const to = join(dirname(path), '.weir')
    const nodes = sinksOf(request)
    if (nodes.length > 0)
      await engine
        .quarantine(state)
        .carry({ flow, nodes }, { state: to, flow: flowKey({ path, name: request.flow.name }, to) })
    return {}
  },
})
