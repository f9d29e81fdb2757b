import type { ProblemText } from './text.ts'

/** Columns, and inputs that do not fit one another. */
export const columnProblems: Readonly<Record<string, ProblemText>> = {
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
  'E-COLUMN-TYPE': {
    title: 'A column has a type that the node cannot use',
    explanation:
      'The node does something with values of some types only. Choose another column, or convert this one before, with Change types or Parse dates.',
  },
  'E-COLUMN-MIX': {
    title: 'Values of these columns cannot stand in one column',
    explanation:
      'They have types without a common one, as dates and numbers. Leave some of the columns out, convert them before, or make texts of all.',
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
  'W-PIVOT-VALUES': {
    title: 'A pivot leaves out values that are not listed',
    explanation:
      'The column whose values become columns has values that the node does not list, or nulls, and their rows are in no measure. List them, or measure them in a column of their own.',
  },
  'E-PIVOT-VALUES': {
    title: 'A pivot met values that are not listed',
    explanation:
      'The node ends the run where the column has values that it does not list, or nulls. List them, or measure them in a column of their own.',
  },
  'W-MAPPING-REPEATED': {
    title: 'An old value has several new ones',
    explanation:
      'The input `mapping` has the same old value with different new ones. None of them is taken: rows with that value are flagged, and treated as not mapped. Leave one of the rows out, for instance with Deduplicate.',
  },
  'W-COMPARE-COLUMN': {
    title: 'A column is not compared',
    explanation:
      'Only one of the two inputs has it. Rename it where it has another name there, or leave it out before.',
  },
  'E-COMPARE-REPEATED': {
    title: 'A key repeats in what is compared',
    explanation:
      'Several rows have the same key, so that nobody can tell which of them became which. Compare by more columns, or deduplicate before.',
  },
  'W-COMPARE-REPEATED': {
    title: 'A key repeats in what is compared',
    explanation:
      'Several rows have the same key, and each is compared with each of the other input. Compare by more columns, or deduplicate before.',
  },
  'E-LOOKUP-SEVERAL': {
    title: 'A look-up could find several rows',
    explanation:
      'The reference has a key more than once, and the node is set to end the run there. Deduplicate the reference, look up by more columns, or let the first be taken.',
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
}
