import { copySheet, type SheetCopy, type SheetOptions } from '../excel/copy.ts'
import { type Cut, type CutOptions, cutRecords } from '../json/cut.ts'
import { type RecordRange, type Records, recordsIn } from '../json/records.ts'
import { type Separated, type SeparateOptions, separate } from './separate.ts'
import { type End, type Range, type ReadOptions, type Tally, tallyOf } from './tally.ts'

/** A piece of the work on a file's lines, as it is sent to a worker. */
export type Task =
  | { readonly kind: 'tally'; readonly path: string; readonly options: ReadOptions; readonly range: Range }
  | {
      readonly kind: 'separate'
      /** The file as it is named in what is left out of the copy. */
      readonly shown: string
      readonly path: string
      readonly target: string
      readonly options: SeparateOptions
      readonly range: Range
    }
  | { readonly kind: 'records'; readonly path: string; readonly range: RecordRange }
  | { readonly kind: 'cut'; readonly path: string; readonly target: string; readonly options: CutOptions }
  | { readonly kind: 'sheet'; readonly path: string; readonly target: string; readonly options: SheetOptions }

export interface Results {
  readonly tally: { readonly tally: Tally; readonly end: End }
  readonly separate: Separated
  readonly records: Records
  readonly cut: Cut
  readonly sheet: SheetCopy
}

export const doTask = (task: Task, after: (bytes: number) => void): Promise<Results[Task['kind']]> => {
  if (task.kind === 'records') return recordsIn(task.path, task.range, after)
  if (task.kind === 'cut') return cutRecords(task.path, task.target, task.options, after)
  if (task.kind === 'sheet') return copySheet(task.path, task.target, task.options, after)
  return task.kind === 'tally'
    ? tallyOf(task.path, task.options, task.range, after)
    : separate(task.shown, task.path, task.target, task.options, task.range, after)
}
