import type { ProblemText } from './text.ts'

/** Expressions, parameters and SQL. */
export const expressionProblems: Readonly<Record<string, ProblemText>> = {
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
}
