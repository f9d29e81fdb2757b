import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { patchesPath } from '#core/quarantine/patch.ts'
import type { Difference } from '#core/runs/compare.ts'
import { compareManifests, type Fingerprint, type Manifest, sameOutput } from '#core/runs/manifest.ts'
import { isThere } from '#engine/run/files.ts'
import { fingerprintOf } from '#engine/run/fingerprint.ts'
import { failure, fileFailure } from '#hosts/service/failure.ts'
import { type Arguments, oneOf } from '../args.ts'
import { readBudget } from '../budget.ts'
import { withEngine } from '../engine.ts'
import { exit } from '../exit.ts'
import { isSound, readFlow } from '../flow.ts'
import type { Io } from '../io.ts'
import { sayProblems } from '../say.ts'
import type { VerbModule } from '../verbs.ts'

const isManifest = (value: unknown): value is Manifest => {
  if (typeof value !== 'object' || value === null) return false
  const { weir, run, flow, inputs, outputs } = value as Partial<Manifest>
  return weir === 1 && [run, flow, inputs, outputs].every(part => typeof part === 'object' && part !== null)
}

/** The manifest in a file; null where it is none. */
const manifestAt = async (path: string): Promise<Manifest | null> => {
  const text = await readFile(path, 'utf8')
  try {
    const found: unknown = JSON.parse(text)
    return isManifest(found) ? found : null
  } catch {
    return null
  }
}

const readManifest = async (name: string, io: Io): Promise<Manifest> => {
  const found = await manifestAt(resolve(io.folder, name)).catch(error => {
    throw fileFailure(error, name, 'read')
  })
  if (found) return found
  throw failure(
    'E-MANIFEST',
    `\`${name}\` is no manifest of a run.`,
    'they lie in the folder `.weir/runs` beside a flow',
  )
}

/** What became of a file since; null: it is what it was. */
const changeOf = async (path: string, was: Fingerprint): Promise<string | null> => {
  const now = await fingerprintOf(path, was.path, was.whole).catch(() => null)
  if (now === null) return `\`${was.path}\` is not there any more`
  return now.sha256 === was.sha256 && now.bytes === was.bytes ? null : `\`${was.path}\` has changed`
}

/** What of the flow, its corrections and its files is no longer what the run was made of. */
const changesIn = async (manifest: Manifest, path: string, sha256: string): Promise<readonly string[]> => {
  const folder = dirname(path)
  const changes: (string | null)[] = [sha256 === manifest.flow.sha256 ? null : `\`${basename(path)}\` has changed`]
  const patches = patchesPath(path)
  if (manifest.corrections) changes.push(await changeOf(patches, manifest.corrections))
  else if (await isThere(patches)) changes.push(`\`${basename(patches)}\` was not there yet`)
  for (const [node, files] of Object.entries(manifest.inputs))
    for (const file of files) {
      const change = await changeOf(resolve(folder, file.path), file)
      changes.push(change === null ? null : `${change}, which \`${node}\` reads`)
    }
  return changes.filter(change => change !== null)
}

/** Files that a pattern finds now and did not then, or the other way round. */
const otherFiles = (before: Manifest, after: Manifest): readonly string[] =>
  Object.keys({ ...before.inputs, ...after.inputs }).flatMap(node => {
    const then = new Set((before.inputs[node] ?? []).map(file => file.path))
    return (after.inputs[node] ?? [])
      .filter(file => !then.has(file.path))
      .map(file => `\`${file.path}\` was not there yet, which \`${node}\` reads`)
  })

const valueText = (value: unknown): string =>
  value === undefined || value === null ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value)

const lineOf = ({ node, name, before, after }: Difference): string =>
  `${node ?? 'the run'}: ${name}: ${valueText(before)}, now ${valueText(after)}`

const changed = (changes: readonly string[]) =>
  failure(
    'E-VERIFY-CHANGED',
    `The run cannot be compared, as what it was made of has changed: ${changes.join('; ')}.`,
    'put back what it was, or run the flow and verify that run',
  )

/** The flow and the state folder of the run: as given, or as the manifest's own place tells. */
const placesOf = (args: Arguments, name: string, manifest: Manifest, io: Io) => {
  const [flow, given] = [args.value('flow'), args.value('state')]
  const around = given === undefined ? dirname(dirname(resolve(io.folder, name))) : resolve(io.folder, given)
  if (flow === undefined) return { flow: join(dirname(around), manifest.flow.path), state: around }
  return { flow, state: given === undefined ? join(dirname(resolve(io.folder, flow)), '.weir') : around }
}

/** The targets that a later run of the same state folder has written again: what they hold is not this run's. */
const writtenSince = async (manifest: Manifest, state: string): Promise<ReadonlySet<string>> => {
  const folder = join(state, 'runs')
  const names = await readdir(folder).catch(() => [])
  const written = new Set<string>()
  // the names begin with the second in which a run began
  for (const name of names.filter(
    each => each.endsWith('.json') && each.slice(0, 15) >= manifest.run.id.slice(0, 15),
  )) {
    const later = await manifestAt(join(folder, name))
    if (later === null || later.run.startedAt <= manifest.run.startedAt) continue
    for (const { target, published } of Object.values(later.outputs)) if (published) written.add(target)
  }
  return written
}

/** Targets that hold other rows than the run wrote, though no run has written them again. */
const editedTargets = async (
  manifest: Manifest,
  now: Manifest['outputs'],
  engine: string,
  state: string,
): Promise<readonly Difference[]> => {
  const written = await writtenSince(manifest, state)
  return Object.entries(now).flatMap(([node, found]): readonly Difference[] => {
    const was = manifest.outputs[node]!
    if (written.has(was.target) || sameOutput(was, found, manifest.versions.engine === engine)) return []
    const text = found.files?.length === 0 ? 'not there any more' : 'edited or damaged since'
    return [{ group: 'sinks', node, name: was.target, before: 'as the run wrote it', after: text }]
  })
}

export const run: VerbModule['run'] = async (args, io) => {
  const format = oneOf(args, 'format', ['text', 'json'])
  const budget = readBudget(args)
  const name = args.operands[0]!
  const manifest = await readManifest(name, io)
  const { flow: file, state } = placesOf(args, name, manifest, io)
  const read = await readFlow(file, io)
  const changes = await changesIn(manifest, read.path, read.sha256)
  if (changes.length > 0) throw changed(changes)
  if (!isSound(read)) {
    sayProblems(io, read.problems)
    return exit.wrong
  }
  const { flow, path, folder, sha256 } = read
  const scratch = await mkdtemp(join(tmpdir(), 'weir-verify-'))
  try {
    return await withEngine(budget, async engine => {
      const request = { flow, path, folder, params: manifest.params, asOf: manifest.run.asOf }
      const past = { state, before: manifest.run.startedAt }
      const options = {
        to: manifest.run.to,
        state: join(scratch, '.weir'),
        sha256,
        signal: io.signal,
        scratch: { folder: join(scratch, 'out'), ...past },
        cache: false,
      }
      const result = await engine.run(request, options)
      if (!result.manifest) {
        sayProblems(io, result.problems)
        return result.exitCode
      }
      const others = otherFiles(manifest, result.manifest)
      if (others.length > 0) throw changed(others)
      const differences = [
        ...compareManifests(manifest, result.manifest),
        ...(await editedTargets(
          manifest,
          await engine.outputs(request, manifest),
          result.manifest.versions.engine!,
          state,
        )),
      ]
      if (format === 'json') io.out(JSON.stringify({ run: manifest.run.id, differences }, null, 2))
      else if (differences.length === 0) io.out(`${manifest.run.id}: the same, made again`)
      else for (const difference of differences) io.out(lineOf(difference))
      return differences.length === 0 ? exit.done : exit.difference
    })
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
