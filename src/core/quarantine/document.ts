import * as z from 'zod'
import { readJson } from '../flow/json.ts'
import { didYouMean } from '../flow/nearest.ts'
import type { Problem } from '../problem.ts'
import { shapeIssues } from '../schema/issues.ts'
import { isLinePatch, type Patch, patchSubject } from './patch.ts'

const cells = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
const md5 = z.string().regex(/^[0-9a-f]{32}$/, 'it is not an MD5 sum')
const notes = { note: z.string().optional(), by: z.string().optional(), at: z.string().optional() }
const id = z.string().min(1)

const rowPatch = z.strictObject({
  node: id,
  port: id,
  key: cells.optional(),
  hash: md5.optional(),
  was: cells,
  set: cells,
  ...notes,
})

const linePatch = z.strictObject({
  node: id,
  place: z.strictObject({ file: id, line: z.int().min(1) }),
  raw: z.strictObject({ was: md5, to: z.string() }),
  ...notes,
})

/** The version of the document. */
const version = 1

export interface ParsedPatches {
  readonly patches: readonly Patch[]
  /** An error where the file cannot be used: nothing is left out of it in silence. */
  readonly problems: readonly Problem[]
}

const broken = (message: string, hint?: string): ParsedPatches => ({
  patches: [],
  problems: [
    { code: 'E-PATCH-FILE', severity: 'error', message: `The corrections \`${message}`, ...(hint ? { hint } : {}) },
  ],
})

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a patch says that its shape does not forbid. */
const wrongWith = (patch: Patch): string | null => {
  if (isLinePatch(patch)) return null
  if ((patch.key === undefined) === (patch.hash === undefined)) return 'should have either `key` or `hash`'
  if (patch.key && Object.keys(patch.key).length === 0) return 'has a `key` without a column'
  if (Object.keys(patch.set).length === 0) return 'sets nothing'
  const lacking = Object.keys(patch.set).find(name => !Object.hasOwn(patch.was, name))
  return lacking === undefined ? null : `sets \`${lacking}\`, and does not say what it \`was\``
}

const ofPatch = (value: unknown, index: number): readonly string[] => {
  const schema = isObject(value) && Object.hasOwn(value, 'raw') ? linePatch : rowPatch
  const issues = shapeIssues(schema, value).toSorted((a, b) => Number(b.about === 'key') - Number(a.about === 'key'))
  const said = issues.map(issue => `${issue.message}${issue.hint ? ` (${issue.hint})` : ''}`)
  const wrong = issues.length === 0 ? wrongWith(value as Patch) : null
  return [...said, ...(wrong === null ? [] : [wrong])].map(what => `correction ${index + 1}: ${what}`)
}

/** Reads a file of patches; `name` is what problems call it. What is wrong with any of them is an error of the whole file. */
export const parsePatches = (text: string, name: string): ParsedPatches => {
  const json = readJson(text)
  if (!json.ok)
    return broken(
      `${name}\` are not valid JSON at line ${json.place.line}, column ${json.place.column}: ${json.message}.`,
      'often a merge left its marks',
    )
  const document = json.value
  if (!isObject(document) || !Array.isArray(document.patches))
    return broken(`${name}\` are not as they should be: { "weir": ${version}, "patches": […] }.`)
  const newer = typeof document.weir === 'number' && document.weir > version
  if (document.weir !== version)
    return broken(
      newer ? `${name}\` were made by a newer Weir.` : `${name}\` do not say their version, \`"weir": ${version}\`.`,
    )
  const strange = Object.keys(document).find(key => key !== 'weir' && key !== 'patches')
  if (strange !== undefined)
    return broken(
      `${name}\` have an unknown key \`${strange}\`.`,
      didYouMean(strange, ['weir', 'patches']).hint ?? 'they hold `weir` and `patches`',
    )
  const [first, ...more] = document.patches.flatMap(ofPatch)
  if (first !== undefined)
    return broken(`${name}\` are not as they should be: ${first}${more.length > 0 ? `, and ${more.length} more` : ''}.`)
  const patches = document.patches as readonly Patch[]
  const subjects = new Set<string>()
  const twice = patches.findIndex(patch => {
    const before = subjects.has(patchSubject(patch))
    subjects.add(patchSubject(patch))
    return before
  })
  if (twice >= 0) return broken(`${name}\` correct the same row twice: correction ${twice + 1} does.`)
  return { patches, problems: [] }
}

const ordered = (patch: Patch): Patch => {
  const { note, by, at } = patch
  const said = {
    ...(note === undefined ? {} : { note }),
    ...(by === undefined ? {} : { by }),
    ...(at === undefined ? {} : { at }),
  }
  if (isLinePatch(patch)) {
    const { node, place, raw } = patch
    return { node, place: { file: place.file, line: place.line }, raw: { was: raw.was, to: raw.to }, ...said }
  }
  const { node, port, key, hash, was, set } = patch
  return { node, port, ...(key ? { key } : {}), ...(hash === undefined ? {} : { hash }), was, set, ...said }
}

/** Sorted by what they correct, so that two people's corrections merge; lines by file and number. */
const rank = (patch: Patch): readonly string[] =>
  isLinePatch(patch)
    ? [patch.node, '', patch.place.file, String(patch.place.line).padStart(16, '0'), patch.raw.was]
    : [patch.node, patch.port, JSON.stringify(patch.key ?? null), patch.hash ?? '', '']

const byRank = (one: Patch, other: Patch): number => {
  const [a, b] = [rank(one), rank(other)]
  const place = a.findIndex((part, index) => part !== b[index])
  return place < 0 ? 0 : a[place]! < b[place]! ? -1 : 1
}

/** The bytes of a file of patches: always the same for the same patches. */
export const savePatches = (patches: readonly Patch[]): string =>
  `${JSON.stringify({ weir: version, patches: patches.map(ordered).toSorted(byRank) }, null, 2)}\n`
