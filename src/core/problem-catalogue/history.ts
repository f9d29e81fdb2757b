import type { ProblemText } from './text.ts'

/** The run history and manifests. */
export const historyProblems: Readonly<Record<string, ProblemText>> = {
  'E-HISTORY': {
    title: 'The run history cannot be used',
    explanation:
      'The file `history.duckdb` in the state folder cannot be read: it is damaged, held by another program, forbidden, or of a newer Weir. It is left as it is. Flows run without it; move it away, and the next run begins a new one.',
  },
  'W-HISTORY': {
    title: 'The run is not in the run history',
    explanation:
      'The run itself went as its report says. The file `history.duckdb` in the state folder could not be read or written: it is damaged, held by another program, forbidden, or of a newer Weir. It is left as it is, and what compares with the last good run had nothing to compare with.',
  },
  'W-MANIFEST': {
    title: 'The run has no manifest',
    explanation:
      'The run itself went as its report says. The file in the folder `runs` of the state folder that says what it was made of could not be written, or a file that it read or wrote could not be read again, so that `weir verify` cannot compare it.',
  },
  'E-MANIFEST': {
    title: 'This is no manifest of a run',
    explanation:
      'The file is not what a run leaves in the folder `runs` of its state folder, or it belongs to a newer Weir.',
  },
  'E-VERIFY-CHANGED': {
    title: 'What the run was made of has changed',
    explanation:
      'The flow, its corrections or a file that its sources read is not there any more, or is not what it was. What the run made can be compared only when it is made of the same: nothing was run.',
  },
}
