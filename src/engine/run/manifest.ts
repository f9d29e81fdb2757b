import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { CompiledFlow } from '#core/compile/types.ts'
import { patchesPath } from '#core/quarantine/patch.ts'
import type { Report } from '#core/report.ts'
import { type Fingerprint, type Manifest, namesAsked, type Output } from '#core/runs/manifest.ts'
import type { FlowRequest, RunOptions } from '../api.ts'
import type { Stamp } from '../duckdb/encoding.ts'
import { flowKey, manifestPath } from '../history/key.ts'
import { isThere, writeDurably } from './files.ts'
import { fingerprintOf, fingerprintsOf, inputName } from './fingerprint.ts'
import { flaggedName } from './target.ts'

type Inputs = Manifest['inputs']

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

/** What a sink's target holds, where it holds what this run wrote and nothing else. */
const contentOf = async (
  node: string,
  target: string,
  flow: CompiledFlow,
  folder: string,
): Promise<readonly Fingerprint[] | null> => {
  const sink = flow.nodes[node]?.compiled?.sink
  if (!sink || !('ifExists' in sink) || sink.ifExists === 'append') return null
  const path = resolve(folder, target)
  const beside = sink.flagged === 'split' ? await fingerprintsOf(flaggedName(path)) : []
  return [...(await fingerprintsOf(path)), ...beside]
}

export interface ManifestParts {
  readonly request: FlowRequest
  readonly options: RunOptions
  readonly flow: CompiledFlow
  readonly inputs: Inputs
  readonly corrections: Fingerprint | null
}

/** The manifest of a run that has ended and published what it does. */
export const manifestOf = async (
  report: Report,
  { request, options, flow, inputs, corrections }: ManifestParts,
): Promise<Manifest> => {
  const { id, status, startedAt, asOf, params, engine } = report.run
  const ran = Object.fromEntries(Object.entries(report.nodes).filter(([, node]) => node.status !== 'skipped'))
  const outputs: [string, Output][] = []
  for (const [node, { target, rows, published }] of Object.entries(report.sinks)) {
    const files = published ? await contentOf(node, target, flow, request.folder) : null
    outputs.push([node, { target, rows, published, files }])
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
