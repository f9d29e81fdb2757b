import type { ProblemText } from './text.ts'

/** Kept rows and their corrections. */
export const quarantineProblems: Readonly<Record<string, ProblemText>> = {
  'E-PATCH-FILE': {
    title: 'The corrections beside the flow cannot be used',
    explanation:
      'The file `NAME.patches.json` beside the flow is broken or not shaped as it should be. Nothing of it is replayed in part: the flow does not run until it is mended or removed.',
  },
  'E-PATCH-UNSAVED': {
    title: 'The flow has no file yet',
    explanation: 'Corrections are kept in a file beside the flow. Save the flow first.',
  },
  'E-PATCH-ENTRY': {
    title: 'The row is no longer in the quarantine',
    explanation:
      'It was let go, or another run has written the quarantine since it was shown. Look at the quarantine again.',
  },
  'E-PATCH-PLACE': {
    title: 'A row cannot be corrected there',
    explanation:
      'Corrections enter the input of the node that let the row aside, or the file that a line stood in, and only columns that exist there can be set. Rows that are alike in all that tells them apart cannot be corrected one by one: give the quarantine `keys`.',
  },
  'E-PATCH-VALUE': {
    title: 'A corrected value is not of its column’s type',
    explanation: 'It has to be a value of the type that the column has where the corrected row enters the flow.',
  },
  'W-PATCH-NODE': {
    title: 'A correction is of a node that is not there',
    explanation:
      'The node or the input that the corrected row should enter was removed or renamed, or is of another kind. The correction is not replayed.',
  },
  'W-PATCH-COLUMN': {
    title: 'A correction is of a column that is not there',
    explanation:
      'A column that tells the row or that should be set was removed or renamed before the input that the correction enters. The correction is not replayed.',
  },
  'W-PATCH-VALUE': {
    title: 'A corrected value is not of its column’s type',
    explanation:
      'The column has another type than when it was corrected, or the file of corrections was edited. The correction is not replayed.',
  },
  'W-PATCH-MISSING': {
    title: 'A correction’s row is not there',
    explanation:
      'No row of the input has the key or the content that the correction speaks of, or no line of the file has its text. Remove the correction if the row was mended or removed at its source.',
  },
  'W-PATCH-SEVERAL': {
    title: 'A correction’s row is there several times',
    explanation:
      'Several rows of the input have the key or the content that the correction speaks of, and it is replayed for none of them. Give the quarantine `keys` that tell its rows apart.',
  },
  'W-PATCH-CHANGED': {
    title: 'A correction no longer fits',
    explanation:
      'The row has other values than those that were corrected: it changed at its source. The correction is not replayed; look at the row again.',
  },
  'I-PATCH-DONE': {
    title: 'A correction is no longer needed',
    explanation: 'The row has the corrected values already. The correction can be removed.',
  },
  'W-QUARANTINE': {
    title: 'The quarantine cannot be used',
    explanation:
      'The file `quarantine.duckdb` in the state folder cannot be read or written: it is damaged, held by another program, forbidden, or of a newer Weir. It is left as it is. Move it away, and the next run begins a new one.',
  },
  'W-QUARANTINE-REPLAY': {
    title: 'Rows of this quarantine cannot be corrected',
    explanation:
      'Corrected rows go in again where they were let aside: at the input of the nearest node before the quarantine whose reject, rest, duplicates or unmatched rows lead here by one way, or in the lines of a CSV file. There is no such node here. The rows are kept all the same.',
  },
  'I-QUARANTINE-KEPT': {
    title: 'Rows of a stopped run are in the quarantine',
    explanation:
      'A gate stopped the run, and nothing was published. The rows that were on their way to a quarantine are kept there all the same, so that they can be looked at and corrected.',
  },
  'I-QUARANTINE-LET-GO': {
    title: 'Rows of the quarantine were let go',
    explanation:
      'They were older than `keepDays`, or the quarantine had grown past `keepMegabytes`. Corrections beside the flow stay.',
  },
}
