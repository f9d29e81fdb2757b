import type { ProblemText } from './text.ts'

/** What ends a run. */
export const runProblems: Readonly<Record<string, ProblemText>> = {
  'E-DISK-FULL': {
    title: 'The disk is full',
    explanation: 'There is no room for the result or for spilled data. Nothing was published.',
  },
  'E-MEMORY': {
    title: 'The memory limit was reached',
    explanation:
      'The engine may not take more memory, and what it does cannot be put on the disk. Start it with more `--memory`, or let the node have less at once: fewer columns, fewer rows, finer groups.',
  },
  'I-CACHE-WRITE': {
    title: 'The cache folder cannot be written',
    explanation:
      'Tables that took long to compute are kept in the user’s cache folder, so that later runs need not compute them again. It is full, or may not be written: the run went on without it, and its rows are the same. `--no-cache` uses no cache at all.',
  },
  'I-MEMORY-SPARED': {
    title: 'Work was done with less memory',
    explanation:
      'There was too little memory to do this at once. It was done again with one thread, as each thread needs room of its own, or its sort and its groups piece by piece, which takes longer. The rows and their order are the same. With more `--memory` it is quicker.',
  },
  'E-NODE-UNKNOWN': {
    title: 'The flow has no such node',
    explanation: 'A node is named by its id, not by its title. The ids are the keys of `nodes` in the flow.',
  },
  'E-DATA': {
    title: 'A value could not be worked with',
    explanation:
      'A row holds a value that does not convert, or is out of range, where the node is set to fail. Mend the value, or let the node flag it.',
  },
  'E-ENGINE': {
    title: 'The engine could not do it',
    explanation:
      'DuckDB refused a statement for a reason that is not in the rows or the files. If the flow is sound, this is a fault of Weir.',
  },
  'E-IO': {
    title: 'Reading or writing failed',
    explanation: 'The system reported an error while a file was read or written. Nothing was published.',
  },
  'E-FILE-BUSY': {
    title: 'A file is in use',
    explanation: 'Another program holds it. Run again when it is free, or give the node retries.',
  },
  'E-FILE-FORBIDDEN': {
    title: 'The system refuses access',
    explanation: 'A file may not be read or written by this user, or lies on a read-only disk. Nothing was published.',
  },
  'E-RUN-TIMEOUT': {
    title: 'A node took too long',
    explanation:
      'The time limit of the node was reached, and the run ended. Raise the limit, or look for what makes it slow.',
  },
  'E-ROWS-LOST': {
    title: 'Rows do not add up',
    explanation:
      'Two independent counts of the same rows differ, so that no result may be trusted, and nothing was published. This is a fault of Weir or of DuckDB.',
  },
  'I-RESUME-NOTHING': {
    title: 'There is no run to be continued',
    explanation:
      'A run with `--resume` continues the last run of the flow where a gate stopped it, it failed or was cancelled: for its as-of time, and from the tables that it had computed. The last run reached its end, or none is recorded, so that this one is a run as any other.',
  },
  'E-STATE-BUSY': {
    title: 'Another run works with the same state folder',
    explanation:
      'Runs of one state folder take turns. Wait, or give this run a folder of its own with `--state`. The lock of a process that died is taken over.',
  },
  'E-STATE-WRITE': {
    title: 'The state folder cannot be used',
    explanation:
      'A run keeps its lock, its journal and its history there: `.weir` beside the flow, or what `--state` says. It must be a folder that can be written.',
  },
}
