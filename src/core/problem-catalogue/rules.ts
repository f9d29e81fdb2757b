import type { ProblemText } from './text.ts'

/** Rules and gates. */
export const ruleProblems: Readonly<Record<string, ProblemText>> = {
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
}
