import { count, counted } from './numbers.ts'
import type { QualityDocument, QualityRule } from './types.ts'

/** How a report is to be read at a glance. */
export interface Verdict {
  readonly tone: 'good' | 'warning' | 'bad' | 'stopped' | 'none'
  readonly headline: string
  /** One sentence with the figures. */
  readonly sentence: string
}

/** A report's verdict: how the run ended, then how many rules hold. */
export const verdictOf = (document: QualityDocument): Verdict => {
  const rules = document.validators.flatMap(validator => validator.rules)
  const judged = rules.filter(rule => rule.holds !== null)
  const broken = judged.filter(rule => rule.holds === false)
  const sentence = sentenceOf(document, judged, broken)
  const ended = endings[document.run.status]
  if (ended) return { ...ended, sentence }
  if (judged.length === 0) return { tone: 'none', headline: 'No rules were checked', sentence }
  if (broken.length > 0) {
    const headline = sharesOf(
      broken.length,
      judged.length,
      'rule',
      broken.length === 1 ? 'does not hold' : 'do not hold',
    )
    return { tone: broken.some(isGrave) ? 'bad' : 'warning', headline, sentence }
  }
  if (judged.length < rules.length) return { tone: 'warning', headline: 'Not all rules were checked', sentence }
  return { tone: 'good', headline: rules.length === 1 ? 'The rule holds' : 'All rules hold', sentence }
}

const endings: { readonly [status in QualityDocument['run']['status']]: Omit<Verdict, 'sentence'> | null } = {
  succeeded: null,
  gated: { tone: 'stopped', headline: 'Stopped: nothing was published' },
  failed: { tone: 'stopped', headline: 'The run failed: nothing was published' },
  cancelled: { tone: 'stopped', headline: 'The run was cancelled: nothing was published' },
}

/** Whether a rule that does not hold is an error or worse, or stopped the run. */
export const isGrave = ({ severity, gate }: QualityRule): boolean =>
  severity === 'error' || severity === 'critical' || gate === 'stopped'

const sentenceOf = (
  { rows, validators, problems, run }: QualityDocument,
  judged: readonly QualityRule[],
  broken: readonly QualityRule[],
): string => {
  const cause = run.status === 'succeeded' ? undefined : problems.find(({ severity }) => severity === 'error')?.message
  const before = cause === undefined ? '' : `${cause.replaceAll('`', '')} `
  if (judged.length === 0)
    return `${before}${validators.some(({ rules }) => rules.length > 0) ? 'The run ended before any rule was checked.' : 'The flow has no validator with a rule here, so that nothing is said of its quality.'}`
  const hold = judged.length - broken.length
  const held =
    run.status === 'succeeded'
      ? ''
      : judged.length === 1 && hold === 0
        ? 'The checked rule does not hold. '
        : `${sharesOf(hold, judged.length, 'checked rule', hold === 1 ? 'holds' : 'hold')}. `
  return `${before}${held}${rowsSentence(rows, validators.filter(({ status }) => status === 'ran').length)}`
}

const sharesOf = (part: number, all: number, what: string, does: string): string =>
  all === 1 ? `The ${what} ${does}` : `${count(part)} of ${count(all)} ${what}s ${does}`

const rowsSentence = ({ checked, flagged, rejected }: QualityDocument['rows'], validators: number): string => {
  if (checked === 0) return 'No rows came in.'
  if (flagged === 0) return `None of ${counted(checked, 'row')} is flagged.`
  const also =
    rejected === null
      ? ''
      : rejected === 0
        ? ', and none is rejected'
        : `, and ${count(rejected)} ${rejected === 1 ? 'is' : 'are'} rejected`
  const where = validators > 1 ? `At ${validators} validators together, ` : ''
  return `${where}${count(flagged)} of ${counted(checked, 'row')} ${flagged === 1 ? 'is' : 'are'} flagged${also}.`
}
