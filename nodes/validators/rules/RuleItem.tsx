import { type DragEvent, type KeyboardEvent, useState } from 'react'
import type { Problem } from '#core/problem.ts'
import { ruleFaces } from '#core/rules/index.ts'
import type { RuleFace } from '#core/rules/rule.ts'
import type { LooseRule } from '#core/rules/start.ts'
import { type RuleSeverity, ruleSeverities } from '#core/rules/types.ts'
import { problemsAt, useForm } from '#renderer/fields/form-context.ts'
import { atItsPlace } from '#renderer/fields/problem-text.ts'
import { holds } from '#renderer/fields/rules/outcome.ts'
import { formFields } from '#renderer/fields/schema.ts'
import { SeverityGlyph } from '#renderer/ui/SeverityGlyph.tsx'
import { RuleForm } from './RuleForm.tsx'
import { Counts, Holds } from './RuleLine.tsx'

export interface RuleItemProps {
  readonly list: string
  readonly setting: string
  readonly index: number
  readonly rule: LooseRule
  readonly problems: readonly Problem[]
  readonly open: boolean
  readonly onOpen: () => void
  readonly onChange: (rule: LooseRule, typing?: string) => void
  readonly onKind: (kind: RuleFace) => void
  readonly onRemove: () => void
  readonly onMove: (from: number, to: number) => void
  readonly onCopy: () => void
}

const dragged = 'application/x-weir-rule'

const severityOf = (rule: LooseRule): RuleSeverity =>
  ruleSeverities.find(severity => severity === rule.severity) ?? 'error'

/** The kind's sentence, where the settings are whole; else what is missing. */
const sentence = (rule: LooseRule): string => {
  const kind = ruleFaces.get(rule.kind)
  const parsed = kind?.settings.safeParse(rule)
  if (!kind) return `unknown kind ${rule.kind}`
  return parsed?.success ? kind.describe(parsed.data) : kind.summary
}

/** The first thing that is wrong, with the label of its field. */
const complaint = (problem: Problem, setting: string, kind: RuleFace | undefined): string => {
  const key = problem.setting?.slice(setting.length + 1).split('.')[0]
  const field = kind && formFields(kind.settings).find(each => each.key === key)
  return atItsPlace(problem.message, field?.meta.label).replaceAll('`', '')
}

/** A rule of 44 pixels: glyph, id over its sentence, failed rows over percent; below, when open, its own form. */
export const RuleItem = (props: RuleItemProps) => {
  const { list, setting, index, rule, open, onOpen, onChange, onKind, onRemove, onMove, onCopy } = props
  const { rules } = useForm()
  const [over, setOver] = useState(false)
  const kind = ruleFaces.get(rule.kind)
  const report = rules.find(other => other.id === rule.id)
  const problems = problemsAt(props.problems, setting)
  const mostly = typeof rule.mostly === 'number' ? rule.mostly : 1
  const change = (key: string, value: unknown, typing?: string) => {
    const { [key]: _, ...others } = rule
    onChange(
      value === undefined ? { ...others, id: rule.id, kind: rule.kind } : { ...rule, [key]: value },
      typing === undefined ? undefined : `${key} ${typing}`,
    )
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (!event.altKey || step === 0) return
    event.preventDefault()
    event.stopPropagation()
    onMove(index, index + step)
  }
  const onDrop = (event: DragEvent) => {
    setOver(false)
    const [from, source] = event.dataTransfer.getData(dragged).split('\n')
    if (source !== list) return
    event.preventDefault()
    onMove(Number(from), index)
  }
  const state = [open && 'open', over && 'over'].filter(Boolean).join(' ')
  return (
    <li
      className={`rule-item ${state}`}
      data-setting={setting}
      onDragOver={event => {
        if (!event.dataTransfer.types.includes(dragged)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <div className="rule-line">
        <button
          type="button"
          className="rule-open"
          aria-expanded={open}
          draggable
          onDragStart={event => event.dataTransfer.setData(dragged, `${index}\n${list}`)}
          onClick={onOpen}
          onKeyDown={onKeyDown}
        >
          <span className="glyph">
            {report && holds(report, mostly) ? <Holds /> : <SeverityGlyph severity={severityOf(rule)} />}
          </span>
          <span className="name el">{rule.id || 'without an id'}</span>
          <span className="about el" data-invalid={problems.length > 0 || undefined}>
            {problems[0] ? complaint(problems[0], setting, kind) : sentence(rule)}
          </span>
        </button>
        {report && <Counts report={report} whole={kind?.flags === 'whole'} />}
      </div>
      {open && (
        <RuleForm
          setting={setting}
          rule={rule}
          kind={kind}
          mostly={mostly}
          report={report}
          problems={problems}
          onChange={change}
          onKind={onKind}
          onRemove={onRemove}
          onMove={step => onMove(index, index + step)}
          onCopy={onCopy}
        />
      )}
    </li>
  )
}
