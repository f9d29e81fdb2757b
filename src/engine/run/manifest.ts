import { mkdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { CompiledFlow } from '#core/compile/types.ts'
import type { FileRequest } from '#core/node/kind.ts'
import { patchesPath } from '#core/quarantine/patch.ts'
import type { Column } from '#core/relation/relation.ts'
import type { Report } from '#core/report.ts'
import { type Fingerprint, type Manifest, namesAsked, type Output } from '#core/runs/manifest.ts'
import type { FlowRequest, RunOptions } from '../api.ts'
import type { Stamp } from '../duckdb/encoding.ts'
import { hashRows, type WrittenFiles } from '../duckdb/rows-hash.ts'
import type { Session } from '../duckdb/session.ts'
import { flowKey, manifestPath } from '../history/key.ts'
import { isThere, writeDurably } from './files.ts'
import { fingerprintOf, fingerprintsOf, inputName } from './fingerprint.ts'
import { flaggedName } from './target.ts'

type Inputs = Manifest['inputs']

/** Bytes of an output up to which its rows are read again: more would cost a run too much of its time. */
const mostRead = 32 * 2 ** 20

/** Of all files together; of those past it some pieces are hashed, however small they are. */
const mostBytes = 256 * 2 ** 20

/** What is read, by content; begun with a run, as its files may change while it goes on. */
export const inputsOf = async (read: ReadonlyMap<string, readonly Stamp[]>, folder: string): Promise<Inputs> => {
  const inputs: [string, readonly Fingerprint[]][] = []
  let left = mostBytes
  for (const [node, files] of read) {
    const found: Fingerprint[] = []
    for (const { path, size } of files) {
      left -= size
      found.push(await fingerprintOf(path, inputName(path, folder), left < 0 ? false : undefined))
    }
    inputs.push([node, found])
  }
  return Object.fromEntries(inputs)
}

export const correctionsOf = async ({ path }: FlowRequest): Promise<Fingerprint | null> => {
  const file = path === null ? null : patchesPath(path)
  return file !== null && (await isThere(file)) ? fingerprintOf(file, inputName(file, join(file, '..'))) : null
}

const mapped = <T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Readonly<Record<string, U>> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))

/** What a sink's target holds, where it holds what a run wrote and nothing else. */
export const contentOf = async (
  node: string,
  target: string,
  flow: CompiledFlow,
  folder: string,
  session: Session,
): Promise<Pick<Output, 'files' | 'content'> | null> => {
  const compiled = flow.nodes[node]
  const sink = compiled?.compiled?.sink
  if (!sink || !('ifExists' in sink) || sink.ifExists === 'append') return null
  const path = resolve(folder, target)
  const paths = sink.flagged === 'split' ? [path, flaggedName(path)] : [path]
  const files = await Promise.all(paths.map(fingerprintsOf))
  const columns = Object.values(compiled!.inputs)[0]?.[0]?.columns ?? []
  const bytes = files.flat().reduce((sum, file) => sum + file.bytes, 0)
  const { format } = sink
  const read = (of: WrittenFiles['format']) =>
    Promise.all(paths.map((each, i) => hashRows(session, writtenFiles(sink, of, each, files[i]!, columns))))
  // what cannot be read as it was written is told apart by its bytes
  const content = format !== 'excel' && bytes <= mostRead ? await read(format).catch(() => null) : null
  return { files: files.flat(), content }
}

const writtenFiles = (
  { options }: FileRequest,
  format: WrittenFiles['format'],
  path: string,
  files: readonly Fingerprint[],
  columns: readonly Column[],
): WrittenFiles => ({
  format,
  options: Object.fromEntries(Object.entries(options).map(([name, value]) => [name.toLowerCase(), value])),
  files: files.length === 1 && files[0]!.path === basename(path) ? [path] : files.map(file => join(path, file.path)),
  columns: columns.map(({ name }) => name),
  doubles: columns.filter(({ type }) => type === 'DOUBLE' || type === 'FLOAT').map(({ name }) => name),
})

export interface ManifestParts {
  readonly request: FlowRequest
  readonly options: RunOptions
  readonly flow: CompiledFlow
  readonly inputs: Inputs
  readonly corrections: Fingerprint | null
  readonly session: Session
}

/** The manifest of a run that has ended and published what it does. */
export const manifestOf = async (
  report: Report,
  { request, options, flow, inputs, corrections, session }: ManifestParts,
): Promise<Manifest> => {
  const { id, status, startedAt, asOf, params, engine } = report.run
  const ran = Object.fromEntries(Object.entries(report.nodes).filter(([, node]) => node.status !== 'skipped'))
  const outputs: [string, Output][] = []
  for (const [node, { target, rows, published }] of Object.entries(report.sinks)) {
    const content = published ? await contentOf(node, target, flow, request.folder, session) : null
    outputs.push([node, { target, rows, published, ...(content ?? { files: null }) }])
  }
  return {
    weir: 1,
    run: { id, status, startedAt, asOf, to: options.to },
    flow: {
      name: report.flow.name,
      path: flowKey({ path: request.path, name: request.flow.name }, options.state),
      sha256: report.flow.sha256,
    },
    params,
    environment: namesAsked(mapped(request.flow.nodes, node => node.settings)),
    versions: { engine, node: process.version },
    inputs: Object.fromEntries(Object.entries(inputs).filter(([node]) => node in ran)),
    corrections,
    rows: mapped(ran, node => mapped(node.ports, port => port.rows)),
    rules: mapped(ran, node =>
      Object.fromEntries((node.rules ?? []).map(({ id: rule, failed, evaluated }) => [rule, { failed, evaluated }])),
    ),
    outputs: Object.fromEntries(outputs),
  }
}

export const writeManifest = async (state: string, manifest: Manifest): Promise<void> => {
  await mkdir(join(state, 'runs'), { recursive: true })
  await writeDurably(manifestPath(state, manifest.run.id), `${JSON.stringify(manifest, null, 2)}\n`)
}

/** What the targets of a run that published hold now; one that is not there any more has no files. */
export const outputsNow = async (
  manifest: Manifest,
  flow: CompiledFlow,
  folder: string,
  session: Session,
): Promise<Manifest['outputs']> => {
  const found: [string, Output][] = []
  for (const [node, output] of Object.entries(manifest.outputs)) {
    if (!output.published || output.files === null) continue
    const gone = { files: [], content: null }
    const content = await contentOf(node, output.target, flow, folder, session).catch(() => gone)
    found.push([node, { ...output, ...(content ?? { files: null }) }])
  }
  return Object.fromEntries(found)
}
