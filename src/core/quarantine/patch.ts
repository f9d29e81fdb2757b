/** A cell of a patch: its text, which is cast to the column's type; null is null. */
export type PatchValue = string | number | boolean | null

/** Columns and what stands in them. */
export type PatchCells = Readonly<Record<string, PatchValue>>

/** Who corrected, when and why; said, and not acted on. */
export interface PatchNotes {
  readonly note?: string
  readonly by?: string
  readonly at?: string
}

/** A corrected row: other cells for the one row of an input that has this key, or else this content. */
export interface RowPatch extends PatchNotes {
  /** The node whose input the corrected row enters, and that input's name. */
  readonly node: string
  readonly port: string
  readonly key?: PatchCells
  /** MD5 of the row's content, where it has no key. */
  readonly hash?: string
  /** What stood in the columns that are set: where something else stands now, the patch no longer fits. */
  readonly was: PatchCells
  readonly set: PatchCells
}

/** A corrected line of a file that a source reads. */
export interface LinePatch extends PatchNotes {
  readonly node: string
  /** The file as the source's rejects name it, and the line that it stood in. */
  readonly place: { readonly file: string; readonly line: number }
  /** MD5 of the line as it was, and what is read in its place. */
  readonly raw: { readonly was: string; readonly to: string }
}

/** A correction, kept beside the flow and replayed by every run. */
export type Patch = RowPatch | LinePatch

/** Whether a patch is of a line of a file. */
export const isLinePatch = (patch: Patch): patch is LinePatch => 'raw' in patch

/** What a patch is about, for those that correct the same row or line. */
export const patchSubject = (patch: Patch): string =>
  isLinePatch(patch)
    ? JSON.stringify([patch.node, 'line', patch.place.file, patch.raw.was, patch.place.line])
    : JSON.stringify([patch.node, patch.port, patch.hash ?? Object.entries(patch.key ?? {}).toSorted(byName)])

const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : one > other ? 1 : 0

/** How many line breaks a text has: a corrected line has no more than it had, so that those after it keep their numbers. */
export const lineBreaks = (text: string): number => text.match(/\r\n|\n|\r/g)?.length ?? 0

/** The patches of the flow `NAME.flow.json` lie in `NAME.patches.json`. */
export const patchesPath = (flowPath: string): string => `${flowPath.replace(/(\.flow)?\.json$/i, '')}.patches.json`
