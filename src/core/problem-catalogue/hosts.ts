import type { ProblemText } from './text.ts'

/** The command line, the editor and its host. */
export const hostProblems: Readonly<Record<string, ProblemText>> = {
  'E-NODE-DISABLED': {
    title: 'The node takes no part',
    explanation:
      'It is switched off, hangs on nodes that are, or only feeds a frozen one, so that it has no rows. Switch it on, or thaw the frozen node, to look at it.',
  },
  'E-FILTER-VALUE': {
    title: 'The filter of the grid does not fit the column',
    explanation: 'The value to compare with is not of the type of the column. The flow itself is not concerned.',
  },
  'E-USAGE': {
    title: 'The command is not written right',
    explanation:
      'A verb, an option or a value is not one that Weir knows. `weir help` lists the verbs, `weir help VERB` the options of one. Nothing was done.',
  },
  'E-LISTEN': {
    title: 'The address cannot be listened on',
    explanation:
      'Another program uses the port, or the address is not one of this machine. Choose another with `--port` or `--host`.',
  },
  'E-FILE-OUTSIDE': {
    title: 'The file lies outside the folder of the editor',
    explanation:
      'In the browser, the editor reaches only the folder that it was started for, and what lies under it. Start Weir in a folder above the file.',
  },
  'E-FILE-NAME': {
    title: 'The file cannot be kept under this name',
    explanation:
      'Files that are dropped or pasted are kept beside the flow under a plain name with the ending of a data file: CSV, JSON or Parquet. Rename the file, or choose it where it lies.',
  },
  'E-CANCELLED': {
    title: 'It was cancelled',
    explanation: 'Somebody stopped it, or a newer request took its place. Nothing is wrong.',
  },
  'E-DISCONNECTED': {
    title: 'The editor has lost its host',
    explanation:
      'The program behind the editor ended, or the connection to it broke. Start it again; the journal keeps what was not saved.',
  },
  'E-PROTOCOL': {
    title: 'A message does not follow the contract',
    explanation:
      'The editor and its host are of different versions, or one of them has a fault. Load the editor again.',
  },
  'E-INTERNAL': {
    title: 'Weir itself has a fault',
    explanation: 'Something happened that no problem was written for. With WEIR_DEBUG=1 the command line shows where.',
  },
}
