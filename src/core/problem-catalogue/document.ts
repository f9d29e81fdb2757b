import type { ProblemText } from './text.ts'

/** The document. */
export const documentProblems: Readonly<Record<string, ProblemText>> = {
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
}
