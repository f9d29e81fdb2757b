import type { Problem } from '../problem.ts'
import { limitWords, subjectWords } from './gate-words.ts'
import { type Markup, xml } from './markup.ts'
import { count, counted, percent } from './numbers.ts'
import { observedText, sampleLine } from './sample-line.ts'
import type { QualityDocument, QualityGate, QualityRule, QualityValidator } from './types.ts'
import { isGrave } from './verdict.ts'

/** What a test came to, as JUnit tells it: an error is the run's own, a failure the data's. */
type Result = 'passed' | 'failure' | 'error' | 'skipped'

interface Case {
  readonly name: string
  readonly result: Result
  readonly kind: string
  readonly message: string
  readonly text: string
}

interface Suite {
  readonly name: string
  readonly className: string
  readonly cases: readonly Case[]
}

/**
 * JUnit XML: a suite for each validator with a case for each rule, for each gate with a case for each limit, and one of the run itself. A rule that does not hold fails its case if
 * its severity is error or worse, or if its gate stopped the run; a milder one passes and says so in its output. A gate that stopped fails
 * the case of its limit, and the run's; a run that did not end well is an error.
 */
export const toJunit = (document: QualityDocument): string => {
  const suites = [
    ...document.validators.map(validator => validatorSuite(validator, document)),
    ...document.gates.map(gate => gateSuite(gate, document)),
    runSuite(document),
  ]
  const seconds = (Date.parse(document.run.finishedAt) - Date.parse(document.run.startedAt)) / 1000
  const all = suites.flatMap(suite => suite.cases)
  const page = xml`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${document.flow.name}" ${totalsOf(all)} time="${seconds.toFixed(3)}">${suites.map(suite => suiteMarkup(suite, document))}
</testsuites>
`
  return page.text
}

const validatorSuite = ({ node, title, rules }: QualityValidator, { flow }: QualityDocument): Suite => ({
  name: title,
  className: `${flow.name}.${node}`,
  cases: rules.map(rule => ruleCase(rule)),
})

const ruleCase = (rule: QualityRule): Case => {
  const { id, says, severity, evaluated, failed, holds, gate } = rule
  const name = `${id}: ${says}`
  if (evaluated === null || failed === null || holds === null)
    return { name, result: 'skipped', kind: severity, message: 'The run ended before this rule.', text: '' }
  const share = evaluated === 0 ? 0 : failed / evaluated
  const counts =
    rule.observed === undefined
      ? `${count(failed)} of ${counted(evaluated, 'evaluated row')} ${failed === 1 ? 'breaks' : 'break'} it (${percent(share)})`
      : `observed ${observedText(rule.observed)}`
  const judged = holds ? '' : rule.mostly < 1 ? `, and ${percent(rule.mostly)} should pass` : ''
  const stopped = gate === 'stopped' ? '; its gate stopped the run' : gate === 'warned' ? '; its gate warned' : ''
  const message = `${counts}${judged}${stopped}`
  const text = [message, ...rule.samples.map(sampleLine)].join('\n')
  const fails = gate === 'stopped' || (!holds && isGrave(rule))
  if (fails) return { name, result: 'failure', kind: severity, message: `${says}: ${message}`, text }
  return { name, result: 'passed', kind: severity, message, text: failed === 0 && holds ? '' : `${severity}: ${text}` }
}

const gateSuite = ({ node, title, limits }: QualityGate, { flow }: QualityDocument): Suite => ({
  name: title,
  className: `${flow.name}.${node}`,
  cases: limits.map((limit, i) => {
    const name = `${i + 1}: ${subjectWords(limit)}`
    const then = limit.lastGood ? `, ${limit.lastGood.observed} of ${limit.lastGood.rows} in the last good run` : ''
    const message = `${limit.observed} of ${counted(limit.rows, 'row')}${then}; ${limitWords(limit).join(', ')}`
    const result = limit.gate === 'stopped' ? 'failure' : 'passed'
    return { name, result, kind: 'gate', message, text: limit.gate === 'passed' ? '' : message }
  }),
})

/** Problems that end a run before it publishes, though nothing failed. */
const stops: ReadonlySet<string> = new Set(['E-GATE', 'E-DRIFT'])

const runSuite = ({ flow, run, problems }: QualityDocument): Suite => {
  const gates = problems.filter(({ code }) => stops.has(code))
  const warned = problems.filter(({ severity }) => severity === 'warning')
  const errors = problems.filter(({ code, severity }) => severity === 'error' && !stops.has(code))
  const ended = run.status === 'failed' || run.status === 'cancelled'
  return {
    name: 'run',
    className: `${flow.name}.run`,
    cases: [
      {
        name: 'gates',
        result: gates.length > 0 ? 'failure' : 'passed',
        kind: 'gate',
        message: gates[0]?.message ?? '',
        text: linesOf(gates),
      },
      {
        name: 'run',
        result: ended ? 'error' : 'passed',
        kind: run.status,
        message: errors[0]?.message ?? (run.status === 'cancelled' ? 'The run was cancelled.' : ''),
        text: linesOf([...errors, ...warned]),
      },
    ],
  }
}

const linesOf = (problems: readonly Problem[]): string =>
  problems.map(({ code, message, hint }) => `${code}: ${message}${hint ? ` ${hint}` : ''}`).join('\n')

const numberOf = (cases: readonly Case[], result: Result): number => cases.filter(each => each.result === result).length

const totalsOf = (cases: readonly Case[]): Markup =>
  xml`tests="${cases.length}" failures="${numberOf(cases, 'failure')}" errors="${numberOf(cases, 'error')}"`

const suiteMarkup = ({ name, className, cases }: Suite, { run }: QualityDocument): Markup => xml`
  <testsuite name="${name}" ${totalsOf(cases)} skipped="${numberOf(cases, 'skipped')}" time="0" timestamp="${run.startedAt.slice(0, 19)}">${cases.map(each => caseMarkup(each, className))}
  </testsuite>`

const caseMarkup = (each: Case, className: string): Markup => xml`
    <testcase name="${each.name}" classname="${className}" time="0">${outcomeMarkup[each.result](each)}</testcase>`

const outcomeMarkup: { readonly [result in Result]: (each: Case) => Markup } = {
  passed: ({ text }) => (text === '' ? xml`` : xml`<system-out>${text}</system-out>`),
  failure: ({ message, kind, text }) => xml`<failure message="${message}" type="${kind}">${text}</failure>`,
  error: ({ message, kind, text }) => xml`<error message="${message}" type="${kind}">${text}</error>`,
  skipped: ({ message }) => xml`<skipped message="${message}"/>`,
}
