import type { RuleReport } from '#core/report.ts'
import { useForm } from '#renderer/fields/form-context.ts'
import { holds, observedText, percent } from '#renderer/fields/rules/outcome.ts'
import { Chip } from '#renderer/ui/Chip.tsx'

const exact = new Intl.NumberFormat('en-US')
const gates = { passed: 'plain', warned: 'warning', stopped: 'error' } as const

/** A rule that holds shows a grey ring with a tick. */
export const Holds = () => (
  <svg className="state-light" width="12" height="12" viewBox="0 0 12 12" role="img" aria-label="holds">
    <circle cx="6" cy="6" r="4.75" fill="none" stroke="var(--fg-3)" strokeWidth="1.5" />
    <path
      d="M3.8 6.2 5.3 7.7l2.9-3.2"
      fill="none"
      stroke="var(--fg-3)"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
)

/** What the last run found: failed rows over their share, one click from the rows; of a rule on the whole what it saw. */
export const Counts = ({ report, whole }: { readonly report: RuleReport; readonly whole: boolean }) => {
  const { showFailing } = useForm()
  const { id, failed, evaluated, observed } = report
  if (whole)
    return (
      <span className="rule-count" title={`It saw ${observedText(observed)}`}>
        <span className={failed > 0 ? 'failed bad' : 'failed'}>{failed > 0 ? 'fails' : 'holds'}</span>
        <span className="share el tnum">{observedText(observed)}</span>
      </span>
    )
  const says = `${exact.format(failed)} of ${exact.format(evaluated)} judged rows`
  const figures = (
    <>
      <span className="failed">{exact.format(failed)}</span>
      <span className="share">{percent(failed, evaluated)}</span>
    </>
  )
  if (failed === 0)
    return (
      <span className="rule-count tnum" title={says}>
        {figures}
      </span>
    )
  return (
    <button
      type="button"
      className="rule-count tnum"
      title={`${says}. Show them.`}
      aria-label={`Show the ${exact.format(failed)} failing rows of ${id}`}
      onClick={() => showFailing(id)}
    >
      {figures}
    </button>
  )
}

/** How the last run ended for a rule, in a sentence. */
export const Outcome = ({
  report,
  whole,
  mostly,
}: {
  readonly report: RuleReport | undefined
  readonly whole: boolean
  readonly mostly: number
}) => {
  if (!report) return null
  const { evaluated, failed, gate, observed } = report
  return (
    <p className="rule-outcome">
      {whole
        ? `Last run: it ${failed > 0 ? 'fails' : 'holds'}, and saw ${observedText(observed)}.`
        : `Last run: ${exact.format(failed)} of ${exact.format(evaluated)} judged rows fail${mostly < 1 ? `, so it ${holds(report, mostly) ? 'holds' : 'does not hold'}` : ''}.`}
      {gate && (
        <span className="rule-gate">
          gate <Chip tone={gates[gate]}>{gate}</Chip>
        </span>
      )}
    </p>
  )
}
