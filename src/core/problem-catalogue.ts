import { columnProblems } from './problem-catalogue/columns.ts'
import { documentProblems } from './problem-catalogue/document.ts'
import { expressionProblems } from './problem-catalogue/expressions.ts'
import { fileProblems } from './problem-catalogue/files.ts'
import { historyProblems } from './problem-catalogue/history.ts'
import { hostProblems } from './problem-catalogue/hosts.ts'
import { nodeProblems } from './problem-catalogue/nodes.ts'
import { quarantineProblems } from './problem-catalogue/quarantine.ts'
import { ruleProblems } from './problem-catalogue/rules.ts'
import { runProblems } from './problem-catalogue/running.ts'
import { targetProblems } from './problem-catalogue/targets.ts'
import type { ProblemText } from './problem-catalogue/text.ts'

export type { ProblemText } from './problem-catalogue/text.ts'

/** Every code that a problem may have, from one file for each area. A code never changes its meaning. */
export const problemCatalogue: Readonly<Record<string, ProblemText>> = {
  ...documentProblems,
  ...nodeProblems,
  ...columnProblems,
  ...expressionProblems,
  ...ruleProblems,
  ...fileProblems,
  ...targetProblems,
  ...hostProblems,
  ...runProblems,
  ...historyProblems,
  ...quarantineProblems,
}

/** The title and explanation of a code; null for one that does not exist. Case does not count. */
export const explain = (code: string): ProblemText | null => {
  const known = code.trim().toUpperCase()
  return Object.hasOwn(problemCatalogue, known) ? problemCatalogue[known]! : null
}
