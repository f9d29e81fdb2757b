import { ChevronDown, ChevronUp, CircleHelp, Copy, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Problem } from '#core/problem.ts'
import type { RuleReport } from '#core/report.ts'
import type { RuleFace } from '#core/rules/rule.ts'
import type { LooseRule } from '#core/rules/start.ts'
import { Form } from '#renderer/fields/Form.tsx'
import { ProblemLine } from '#renderer/fields/ProblemLine.tsx'
import { RuleHelp } from '#renderer/fields/rules/RuleHelp.tsx'
import { RulePicker } from '#renderer/fields/rules/RulePicker.tsx'
import { IconButton } from '#renderer/ui/IconButton.tsx'
import { icon12, icon14 } from '#renderer/ui/icon.ts'
import { Popover } from '#renderer/ui/Popover.tsx'
import { Outcome } from './RuleLine.tsx'

export interface RuleFormProps {
  readonly setting: string
  readonly rule: LooseRule
  readonly kind: RuleFace | undefined
  readonly mostly: number
  readonly report: RuleReport | undefined
  readonly problems: readonly Problem[]
  readonly onChange: (key: string, value: unknown, typing?: string) => void
  readonly onKind: (kind: RuleFace) => void
  readonly onRemove: () => void
  readonly onMove: (step: -1 | 1) => void
  readonly onCopy: () => void
}

const kindAlone: ReadonlySet<string> = new Set(['kind'])

const KindField = ({ kind, rule, onKind }: Pick<RuleFormProps, 'kind' | 'rule' | 'onKind'>) => {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      label="Change what the rule checks"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button type="button" className="ui-field md rule-kind" aria-label={`Checks: ${kind?.title ?? rule.kind}`}>
          <span className="value">{kind?.title ?? rule.kind}</span>
          <ChevronDown {...icon12} />
        </button>
      }
    >
      <RulePicker
        onPick={next => {
          setOpen(false)
          onKind(next)
        }}
      />
    </Popover>
  )
}

/** A rule's own form: what it checks, with its help; its settings; how it went; what can be done with it. */
export const RuleForm = (props: RuleFormProps) => {
  const { setting, rule, kind, mostly, report, problems, onChange, onKind, onRemove, onMove, onCopy } = props
  const [help, setHelp] = useState(false)
  return (
    <div className="rule-body">
      {problems
        .filter(problem => problem.setting === setting || problem.setting === `${setting}.kind`)
        .map(problem => (
          <ProblemLine key={`${problem.code} ${problem.message}`} problem={problem} />
        ))}
      <div className="field-row">
        <span className="field-label">Checks</span>
        <div className="rule-kind-line">
          <KindField kind={kind} rule={rule} onKind={onKind} />
          {kind && (
            <IconButton
              size="sm"
              label={help ? 'Close the help' : `What ${kind.title} flags`}
              aria-expanded={help}
              icon={<CircleHelp {...icon14} />}
              onClick={() => setHelp(!help)}
            />
          )}
        </div>
      </div>
      {help && kind && <RuleHelp kind={kind} />}
      {kind && <Form schema={kind.settings} values={rule} base={setting} skip={kindAlone} onChange={onChange} />}
      <Outcome report={report} whole={kind?.flags === 'whole'} mostly={mostly} />
      <div className="rule-acts">
        <span className="f3 x">{kind?.dimension}</span>
        <span className="sp" />
        <IconButton
          size="xs"
          label="Move up"
          keys="Alt Up"
          icon={<ChevronUp {...icon14} />}
          onClick={() => onMove(-1)}
        />
        <IconButton
          size="xs"
          label="Move down"
          keys="Alt Down"
          icon={<ChevronDown {...icon14} />}
          onClick={() => onMove(1)}
        />
        <IconButton size="xs" label="Copy the rule" icon={<Copy {...icon14} />} onClick={onCopy} />
        <IconButton size="xs" label="Remove the rule" icon={<Trash2 {...icon14} />} onClick={onRemove} />
      </div>
    </div>
  )
}
