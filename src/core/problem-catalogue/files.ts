import type { ProblemText } from './text.ts'

/** Files that are read. */
export const fileProblems: Readonly<Record<string, ProblemText>> = {
  'E-FILE-MISSING': {
    title: 'There is no such file',
    explanation:
      'Relative paths are resolved against the folder of the flow. A pattern such as `data/*.csv` must find at least one file.',
  },
  'E-FILE-FOLDER': {
    title: 'The path is a folder',
    explanation: 'A file is needed here. To read all files of a folder, write a pattern such as `folder/*.csv`.',
  },
  'E-FILE-EMPTY': {
    title: 'The file is empty',
    explanation: 'It has no bytes, so that not even the names of its columns are known.',
  },
  'E-FILE-UNREADABLE': {
    title: 'The file cannot be read',
    explanation: 'The system refuses to read it: permissions, a lock, or a broken disk.',
  },
  'E-FILE-FORMAT': {
    title: 'The file is not what it should be',
    explanation: 'Its bytes are not of the format that the node reads. Check the path, the encoding and the delimiter.',
  },
  'E-FILE-ENCODING': {
    title: 'The file has another encoding',
    explanation:
      'Its bytes are not text in the encoding of the setting. Common ones are utf-8, utf-16, latin-1 and windows-1252.',
  },
  'E-FILE-COLUMNS': {
    title: 'The files have different columns',
    explanation:
      'Files that one path finds are read as one table, so that all must have the same columns. With union by name, a column that a file does not have is null in its rows.',
  },
  'W-FILE-TYPES': {
    title: 'The files give a column different types',
    explanation:
      'Files that one path finds are read as one table. The column has the type that holds the values of all of them; where only text would, it has the type of the first file, and a value that does not fit is flagged.',
  },
  'E-RECORDS-PATH': {
    title: 'There are no records at the path',
    explanation: 'The records path of a JSON source is `$` for the whole document, or leads to a list: `$.data.items`.',
  },
  'E-TYPE-UNKNOWN': {
    title: 'There is no such type',
    explanation: 'A type is named as in DuckDB: VARCHAR, BIGINT, DOUBLE, DECIMAL(12,2), DATE, TIMESTAMP, BOOLEAN …',
  },
  'E-CELL-TYPE': {
    title: 'A cell does not fit the type of its column',
    explanation: 'Change the cell, or give the column a type that can hold it.',
  },
  'W-COLUMN-RENAMED': {
    title: 'A column was renamed',
    explanation:
      'Names of columns are compared without case, and those that begin with `__weir_` are reserved, so that a column that clashes, or has no name, gets another name.',
  },
  'W-DATE-AMBIGUOUS': {
    title: 'Dates can be read in two ways',
    explanation: 'No day is past the 12th, so that day and month cannot be told apart. Set the date format.',
  },
  'W-FILE-EMPTY': {
    title: 'A file is empty',
    explanation:
      'One of the files that a pattern found has no bytes, or only empty lines where JSON is read, and was passed over.',
  },
  'W-FILE-NO-ROWS': {
    title: 'The file has no rows',
    explanation: 'There is a header, and nothing under it; every column is taken for text.',
  },
  'W-FILE-COMMENTS': {
    title: 'Lines above the table are left out',
    explanation: 'They are taken for a title. How many lines are to be left out can be set.',
  },
  'E-FILE-CHANGED': {
    title: 'The file was changed by somebody else',
    explanation: 'The flow on disk is no longer the one that was opened. Open it again, or save under another name.',
  },
  'E-FILE-WRITE': {
    title: 'The file cannot be written',
    explanation: 'The system refuses to write there: permissions, a missing folder, or a full disk.',
  },
  'E-FILE-TABLE': {
    title: 'The file has no such table',
    explanation: 'A DuckDB file is there, but holds no table or view of this name. Choose one of those that it has.',
  },
  'E-FILE-SHEET': {
    title: 'The workbook has no such sheet',
    explanation:
      'A sheet is named as on its tab, in any case, or by its number: 1 is the first. Hidden ones count, sheets of charts do not.',
  },
  'E-DRIFT': {
    title: 'The input of a source has changed',
    explanation:
      'Columns came, went, or have another name or type than in the last run that succeeded, and the source says that a run stops then (`onDrift`). Nothing was read or published. Mend the flow, as the editor offers, or let the source warn until a run has taken the columns of now.',
  },
  'W-DRIFT': {
    title: 'The input of a source has changed',
    explanation:
      'Columns came, went, or have another name or type than in the last run that succeeded. The run goes on, and once it has ended well, later ones compare with the columns of now. Set `onDrift` of the source to stop the run, or to ignore it.',
  },
}
