import type { ProblemText } from './text.ts'

/** Targets that are written. */
export const targetProblems: Readonly<Record<string, ProblemText>> = {
  'E-TARGET-EXISTS': {
    title: 'The target exists already',
    explanation: 'The sink’s `ifExists` is `fail`, and something lies at its path. Remove it, or choose replace.',
  },
  'E-TARGET-FLAGGED': {
    title: 'Flagged rows arrive at a sink that refuses them',
    explanation: 'The sink’s `flagged` is `refuse`. Mend the rows, route them elsewhere, or let the sink keep them.',
  },
  'E-TARGET-TWICE': {
    title: 'Two sinks write to the same target',
    explanation: 'One would overwrite the other. Give each its own path, or unite the rows before one sink.',
  },
  'E-PUBLISH-HALTED': {
    title: 'Publishing has begun and could not be ended',
    explanation:
      'All rows were written and judged, and while targets were moved in, one of them could no longer be. Some may be new already. The decision stands: the next start with the same state folder ends it. Make the target writable again, and start anything there.',
  },
  'E-TARGET-WRITE': {
    title: 'The target cannot be written',
    explanation:
      'The system refuses to write there: permissions, a read-only place, or a full disk. Nothing was published.',
  },
  'E-TARGET-BUSY': {
    title: 'Another run writes the same target',
    explanation: 'Wait for it to end. The lock of a process that died is taken over.',
  },
  'E-TARGET-KIND': {
    title: 'The target is something else',
    explanation:
      'A file is to be written where a folder lies, or a folder where a file lies, or the folder holds files that are no part of the table.',
  },
  'E-TARGET-LIMIT': {
    title: 'There is more than the target can hold',
    explanation:
      'A sheet of Excel has 1,048,576 rows with its header, 16,384 columns, and 32,767 signs in a cell. Nothing was published. Write less, or another format.',
  },
  'W-TARGET-CHANGED': {
    title: 'Values do not stand in the target as they were',
    explanation:
      'Excel holds 15 digits of a number, dates from March 1900 to 9999, and times to the millisecond. What is more is written as text or rounded, and a comment at the title of the column says so.',
  },
  'W-TARGET-COMMENTS': {
    title: 'Not all flagged cells have their reasons beside them',
    explanation:
      'A workbook with more than 10,000 comments opens slowly. All flagged cells are coloured; for all reasons, let the sink write flagged rows as columns.',
  },
  'E-TARGET-APPEND': {
    title: 'Nothing can be appended to the target',
    explanation:
      'What lies there has other columns, or is of a form that cannot grow. Choose replace, or another path.',
  },
  'E-TARGET-COLUMNS': {
    title: 'The rows have not the columns of the table',
    explanation:
      'A column that comes is not in the table, or one that the table needs does not come. Let the sink add new columns, or select those that fit.',
  },
  'E-TARGET-TYPE': {
    title: 'Values do not fit the type of their column in the table',
    explanation:
      'The table has the column with another type, and in it something of these values would be lost. Nothing was written.',
  },
  'E-TARGET-KEYS': {
    title: 'The keys of an upsert do not tell the rows apart',
    explanation: 'A key comes more than once, or a row has none. Deduplicate or filter the rows before the sink.',
  },
  'I-BATCH-KNOWN': {
    title: 'The batch was appended before',
    explanation:
      'A batch is appended once. It is known by its name, or by the as-of time and the parameters of the run.',
  },
}
