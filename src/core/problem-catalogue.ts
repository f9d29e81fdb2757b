/** What a problem's code means, for `weir help CODE` and the editor. */
export interface ProblemText {
  readonly title: string
  /** What it means and what to do, in a few sentences. */
  readonly explanation: string
}

/** Every code that a problem may have. A code never changes its meaning. */
export const problemCatalogue: Readonly<Record<string, ProblemText>> = {
  // The document
  'E-JSON': {
    title: 'The flow is not valid JSON',
    explanation:
      'The file breaks off or holds something that JSON does not allow at the line and column named. Often a comma or a quote is missing, or a merge left its marks.',
  },
  'E-FLOW-NEWER': {
    title: 'The flow was made by a newer Weir',
    explanation:
      'The document has a version that this program does not know. It is not touched; open it with the newer program.',
  },
  'E-FLOW-SHAPE': {
    title: 'The flow is not shaped as a flow',
    explanation:
      'A key is missing, or holds a value of another type than the document needs. `weir schema` prints the whole shape.',
  },
  'E-KEY-UNKNOWN': {
    title: 'Nobody knows this key',
    explanation:
      'The document or a setting has a key that means nothing here, most often a slip of the pen. Rename it to the key suggested, or remove it.',
  },
  'E-KEY-TWICE': {
    title: 'A key is given twice',
    explanation:
      'JSON keeps the last of two equal keys, so that something would be lost in silence, as after a merge. Rename or remove one of them.',
  },
  'W-NUMBER-DIGITS': {
    title: 'A number has too many digits',
    explanation: 'JSON numbers are exact up to 2^53. Write a longer one as a text, in quotes.',
  },
  'E-NODE-ID': {
    title: 'This cannot be a node id',
    explanation:
      'Node ids are lower-case letters, digits and underscores, begin with a letter, and have up to 63 characters. The title of a node may be anything.',
  },

  // Nodes and edges
  'E-KIND-UNKNOWN': {
    title: 'Nobody knows this kind of node',
    explanation:
      'The node stays in the flow as it stood, and cannot run. It may come from a newer Weir, or its name is misspelt; `weir nodes` lists the kinds.',
  },
  'E-NODE-NEWER': {
    title: 'The node was made by a newer Weir',
    explanation:
      'Its settings have a version that this program does not know. The node stays as it stood, and cannot run.',
  },
  'E-SETTING': {
    title: 'A setting is not as it should be',
    explanation:
      'The value has another type or range than the setting needs. `weir nodes KIND` prints the settings of a kind.',
  },
  'E-SETTING-UNKNOWN': {
    title: 'The node has no such setting',
    explanation:
      'Most often a slip of the pen. Rename it to the one suggested, or remove it; `weir nodes KIND` prints the settings of a kind.',
  },
  'E-EDGE-SHAPE': {
    title: 'An edge does not name two ports',
    explanation: 'Both ends of an edge are written `node.port`, as in `orders.out`.',
  },
  'E-EDGE-NODE': {
    title: 'An edge names a node that does not exist',
    explanation: 'The node was removed or renamed. Connect the edge anew or remove it.',
  },
  'E-EDGE-TWICE': {
    title: 'An edge is there twice',
    explanation: 'Two edges join the same two ports; remove one.',
  },
  'E-PORT-UNKNOWN': {
    title: 'A node has no such port',
    explanation: 'The ports of a node follow from its kind and its settings; `weir nodes KIND` lists them.',
  },
  'E-INPUT-MISSING': {
    title: 'A required input is not connected',
    explanation: 'The node cannot work without rows at this port. Draw an edge to it.',
  },
  'E-INPUT-TWICE': {
    title: 'An input has more than one edge',
    explanation: 'An input takes one edge. To put the rows of several nodes under one another, use a union.',
  },
  'E-CYCLE': {
    title: 'The flow runs in a circle',
    explanation:
      'Rows would flow from a node back to itself, so that it could never begin. Remove one edge of the path named.',
  },
  'E-INPUT-BROKEN': {
    title: 'A node before this one has a problem',
    explanation: 'The columns that arrive here are not known until the node before is mended.',
  },

  // Columns, expressions, parameters
  'E-COLUMN-UNKNOWN': {
    title: 'There is no such column',
    explanation:
      'The rows that arrive at the node have no column of this name. Names are compared without case. A column may have been renamed or dropped before.',
  },
  'E-COLUMN-TWICE': {
    title: 'A column is named twice',
    explanation:
      'Two columns of one result would have the same name, and one would be lost. Give one of them another name.',
  },
  'E-COLUMN-UNEXPECTED': {
    title: 'A column came that was not foreseen',
    explanation:
      'The node lists all columns that it expects, and the input has more. List them, or let the others be kept or dropped.',
  },
  'E-COLUMN-MISSING': {
    title: 'An input lacks a column',
    explanation: 'Another input of the union has it. Add it before, or let what is missing be null.',
  },
  'E-UNION-COLUMNS': {
    title: 'Inputs have different numbers of columns',
    explanation:
      'By position the first column goes under the first, and so on, so that all inputs need as many. Match by name, or drop what one has too many.',
  },
  'E-UNION-TYPES': {
    title: 'Columns under one another have types that do not mix',
    explanation: 'Dates and numbers, say, have no common type. Convert one of them before, with a Select columns node.',
  },
  'W-UNION-TYPES': {
    title: 'A column becomes text in the union',
    explanation:
      'It is text in one input and not in another, so that all of it is made text. Convert it before where that is not meant.',
  },
  'W-COLUMN-NOT-TEXT': {
    title: 'A column is not a text',
    explanation:
      'The node changes texts, and this column has another type, so that it stays as it is. Take it out of the list, or change its type before.',
  },
  'W-SETTING-UNUSED': {
    title: 'A setting says nothing here',
    explanation: 'It is about other types than those of the column, and changes nothing. Take it out.',
  },
  'W-MAPPING-REPEATED': {
    title: 'An old value has several new ones',
    explanation:
      'The input `mapping` has the same old value with different new ones. None of them is taken: rows with that value are flagged, and treated as not mapped. Leave one of the rows out, for instance with Deduplicate.',
  },
  'E-JOIN-TYPES': {
    title: 'Join keys have types that cannot be equal',
    explanation: 'A date and a number, say, are never equal. Convert one of the two before, or choose other keys.',
  },
  'W-JOIN-TYPES': {
    title: 'Join keys are compared as text',
    explanation:
      'One is text and the other is not. As text, 7 and 07 are different. Convert one of the two before, so that they have one type.',
  },
  'E-JOIN-FANOUT': {
    title: 'A join key repeats where it should not',
    explanation:
      'The join expects each key once on one side, and the data has some of them more often, so that rows would be multiplied. Deduplicate that side, or change what is expected.',
  },
  'W-JOIN-FANOUT': {
    title: 'A join key repeats where it should not',
    explanation:
      'The join expects each key once on one side, and the data has some of them more often, so that rows are multiplied. Deduplicate that side, or change what is expected.',
  },
  'E-EXPRESSION': {
    title: 'An expression is not valid',
    explanation:
      'An expression is one SQL expression in DuckDB’s dialect: no statement, no subquery, no table function, no star. The place named is where DuckDB’s parser stopped.',
  },
  'E-EXPRESSION-KIND': {
    title: 'An expression holds what may not stand there',
    explanation:
      'Aggregates, windows, subqueries, stars and table functions are allowed only where the setting says so.',
  },
  'E-EXPRESSION-TYPE': {
    title: 'An expression does not fit its columns',
    explanation:
      'The expression is well formed, but a function or operator does not take columns of these types, or does not exist. Convert with CAST or TRY_CAST.',
  },
  'E-PARAM-NAME': {
    title: 'This cannot be the name of a parameter',
    explanation:
      'Names of parameters are letters, digits and underscores, and do not begin with a digit: they are written `$name` in an expression and `${name}` in a text.',
  },
  'E-PARAM-VALUE': {
    title: 'The value does not fit the parameter',
    explanation: 'A parameter has a type; the value given, or its default, is not of it.',
  },
  'E-PARAM-MISSING': {
    title: 'A parameter has no value',
    explanation: 'The parameter has no default, and none was given. Use `--param NAME=VALUE`, or give it a default.',
  },
  'E-PARAM-UNKNOWN': {
    title: 'There is no such parameter',
    explanation: 'A setting, or the command line, names a parameter that the flow does not have.',
  },
  'E-ENV-UNSET': {
    title: 'An environment variable is not set',
    explanation: 'A setting uses `${env:NAME}`, and the environment of this program has no such variable.',
  },
  'E-SECRET-PLACE': {
    title: 'A secret stands where it would be seen',
    explanation:
      'A secret may stand only where its value is handed over unseen, never in a path or a name, which are written to reports.',
  },
  'E-SQL': {
    title: 'The SQL is not valid',
    explanation: 'The text must be one SELECT over the node’s inputs, in DuckDB’s dialect.',
  },

  // Rules
  'E-PATTERN': {
    title: 'A pattern is not valid',
    explanation:
      'Patterns are RE2 regular expressions: they have no look-around and no back-references. Write the condition as an expression instead.',
  },
  'E-RULE-TWICE': {
    title: 'Two rules have the same id',
    explanation: 'The id of a rule names it in reports and flags, so that it must be its own within the node.',
  },
  'E-RULE-INPUT': {
    title: 'A rule names an input that the node does not have',
    explanation: 'A rule that looks into other rows names one of the node’s `inputs`, and that port must be connected.',
  },

  // Files and targets
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
  'E-TARGET-WRITE': {
    title: 'The target cannot be written',
    explanation:
      'The system refuses to write there: permissions, a read-only place, or a full disk. Nothing was published.',
  },
  'E-DISK-FULL': {
    title: 'The disk is full',
    explanation: 'There is no room for the result or for spilled data. Nothing was published.',
  },
  'E-MEMORY': {
    title: 'The memory limit was reached',
    explanation:
      'The engine may not take more memory, and what it does cannot be put on the disk. Start it with more `--memory`, or let the node have less at once: fewer columns, fewer rows, finer groups.',
  },

  // The command line, the editor and its host
  'E-NODE-DISABLED': {
    title: 'The node takes no part',
    explanation: 'It is switched off, or hangs on nodes that are, so that it has no rows. Switch it on to look at it.',
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

  // Running
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
  'E-GATE': {
    title: 'A gate stopped the run',
    explanation:
      'More rows broke a rule than its gate allows. Nothing was published; the report says how many, and the reject port which ones.',
  },
  'W-GATE': {
    title: 'A gate warns',
    explanation: 'More rows broke a rule than its gate allows without a warning. The run went on.',
  },
  'E-GATE-NAME': {
    title: 'A gate names flags that do not arrive',
    explanation:
      'A limit of a gate counts the flags of a node or a rule, and no flags of that name arrive at the gate: the name is misspelt, or the flags stop before it, as at a SQL node.',
  },
  'W-GATE-NEVER': {
    title: 'A limit of a gate can never be exceeded',
    explanation: 'No rule before the gate has the severity that the limit counts from. Choose a milder one, or none.',
  },
  'I-GATE-FIRST': {
    title: 'There is no last good run yet',
    explanation:
      'A limit of a gate compares with the last run that succeeded, and none is in the run history: this is the first run, the limit is new, or the history was moved away. The limit is not judged in this run.',
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
  'W-MOSTLY': {
    title: 'A rule does not hold',
    explanation:
      'The rule should hold for a share of the rows that it evaluates (`mostly`), and holds for fewer. It does not change which rows are flagged or rejected; to stop the run, set a gate.',
  },
  'W-RULE-WHOLE': {
    title: 'A rule on the whole input does not hold',
    explanation:
      'A rule that judges all rows together, such as a row count or a mean, does not hold. No row is flagged for it; to stop the run, set a gate with a count of 0.',
  },
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
  'E-TARGET-BUSY': {
    title: 'Another run writes the same target',
    explanation: 'Wait for it to end. The lock of a process that died is taken over.',
  },
  'E-TARGET-KIND': {
    title: 'The target is something else',
    explanation:
      'A file is to be written where a folder lies, or a folder where a file lies, or the folder holds files that are no part of the table.',
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

/** The title and explanation of a code; null for one that does not exist. Case does not count. */
export const explain = (code: string): ProblemText | null => {
  const known = code.trim().toUpperCase()
  return Object.hasOwn(problemCatalogue, known) ? problemCatalogue[known]! : null
}
