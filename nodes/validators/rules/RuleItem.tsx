import { ChevronDown, ChevronUp, Copy, Trash2 } from 'lucide-react'
import type { Problem } from '#core/problem.ts'
import type { Column } from '#core/relation/relation.ts'
import type { RuleReport } from '#core/report.ts'
import { ruleKinds } from '#core/rules/index.ts'
import { type RuleSeverity, ruleSeverities } from '#core/rules/types.ts'
import { Form } from '#renderer/fields/Form.tsx'
import { problemsAt, useForm } from '#renderer/fields/form-context.ts'
import { ProblemLine } from '#renderer/fields/ProblemLine.tsx'
import { Chip } from '#renderer/ui/Chip.tsx'
import { IconButton } from '#renderer/ui/IconButton.tsx'
import { icon14 } from '#renderer/ui/icon.ts'
import { SeverityGlyph } from '#renderer/ui/SeverityGlyph.tsx'

/** A rule as the flow holds it: half-typed ones too. */
export interface RuleSettings {
  readonly id: string
  readonly kind: string
  readonly [key: string]: unknown
}

export interface RuleItemProps {
  readonly list: string
  readonly setting: string
  readonly index: number
  readonly rule: RuleSettings
  readonly columns: readonly Column[]
  readonly problems: readonly Problem[]
  readonly open: boolean
  readonly onOpen: () => void
  readonly onChange: (rule: RuleSettings, typing?: string) => void
  readonly onRemove: () => void
  readonly onMove: (from: number, to: number) => void
  readonly onCopy: () => void
}

const exact = new Intl.NumberFormat('en-US')
const kindAlone: ReadonlySet<string> = new Set(['kind'])

const severityOf = (rule: RuleSettings): RuleSeverity =>
  ruleSeverities.find(severity => severity === rule.severity) ?? 'error'

/** The kind's sentence, where the settings are whole; else what is missing. */
const sentence = (rule: RuleSettings): string => {
  const kind = ruleKinds.get(rule.kind)
  const parsed = kind?.settings.safeParse(rule)
  if (!kind) return `unknown kind ${rule.kind}`
  return parsed?.success ? kind.describe(parsed.data) : kind.summary
}

const percent = (part: number, whole: number) => (part === 0 ? '0 %' : `${((part / whole) * 100).toFixed(2)} %`)

/** A rule that holds shows a grey ring with a tick. */
const Holds = () => (
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

const outcomes = { passed: 'plain', warned: 'warning', stopped: 'error' } as const

const Outcome = ({ report }: { readonly report: RuleReport | undefined }) =>
  report?.gate ? (
    <span className="rule-gate">
      gate <Chip tone={outcomes[report.gate]}>{report.gate}</Chip>
    </span>
  ) : null

/** A rule of 44 pixels: glyph, id over its sentence, failed rows over percent; below, when open, its own form. */
export const RuleItem = ({
  setting,
  index,
  rule,
  problems,
  open,
  onOpen,
  onChange,
  onRemove,
  onMove,
  onCopy,
}: RuleItemProps) => {
  const { rules } = useForm()
  const kind = ruleKinds.get(rule.kind)
  const report = rules.find(other => other.id === rule.id)
  const own = problemsAt(problems, setting)
  const whole = own.filter(problem => problem.setting === setting)
  const change = (key: string, value: unknown, typing?: string) => {
    const { [key]: _, ...others } = rule
    onChange(
      value === undefined ? { ...others, id: rule.id, kind: rule.kind } : { ...rule, [key]: value },
      typing === undefined ? undefined : `${key} ${typing}`,
    )
  }
  return (
    <li className={open ? 'rule-item open' : 'rule-item'} data-setting={setting}>
      <button type="button" className="rule-line" aria-expanded={open} onClick={onOpen}>
        <span className="glyph">
          {report?.failed === 0 ? <Holds /> : <SeverityGlyph severity={severityOf(rule)} />}
        </span>
        <span className="name el">{rule.id || 'without an id'}</span>
        {report && <span className="failed tnum">{exact.format(report.failed)}</span>}
        <span className="about el" data-invalid={own.length > 0 || undefined}>
          {own.length > 0 ? own[0]?.message.replaceAll('`', '') : sentence(rule)}
        </span>
        {report && <span className="share tnum">{percent(report.failed, report.evaluated)}</span>}
      </button>
      {open && (
        <div className="rule-body">
          {whole.map(problem => (
            <ProblemLine key={`${problem.code} ${problem.message}`} problem={problem} />
          ))}
          {kind && <Form schema={kind.settings} values={rule} base={setting} skip={kindAlone} onChange={change} />}
          <div className="rule-acts">
            <span className="f3 x">{kind?.title}</span>
            <Outcome report={report} />
            <span className="sp" />
            <IconButton
              size="xs"
              label="Move up"
              icon={<ChevronUp {...icon14} />}
              onClick={() => onMove(index, index - 1)}
            />
            <IconButton
              size="xs"
              label="Move down"
              icon={<ChevronDown {...icon14} />}
              onClick={() => onMove(index, index + 1)}
            />
            <IconButton size="xs" label="Copy the rule" icon={<Copy {...icon14} />} onClick={onCopy} />
            <IconButton size="xs" label="Remove the rule" icon={<Trash2 {...icon14} />} onClick={onRemove} />
          </div>
        </div>
      )}
    </li>
  )
}
