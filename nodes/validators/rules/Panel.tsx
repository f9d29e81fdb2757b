import { Plus } from 'lucide-react'
import { useRef, useState } from 'react'
import type { RuleFace } from '#core/rules/rule.ts'
import { asKind, firstSetting, freshRuleId, type LooseRule, startingRule } from '#core/rules/start.ts'
import { useForm } from '#renderer/fields/form-context.ts'
import { keyAt, listOf, movedTo } from '#renderer/fields/list.ts'
import { RulePicker } from '#renderer/fields/rules/RulePicker.tsx'
import type { FieldProps } from '#renderer/fields/types.ts'
import { useItemFocus } from '#renderer/fields/use-item-focus.ts'
import { Button } from '#renderer/ui/Button.tsx'
import { icon14 } from '#renderer/ui/icon.ts'
import { Popover } from '#renderer/ui/Popover.tsx'
import { RuleItem } from './RuleItem.tsx'
import './rules.css'

const idsOf = (rules: readonly LooseRule[]) => rules.map(rule => rule.id)

const AddRule = ({ onAdd }: { readonly onAdd: (kind: RuleFace) => void }) => {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      label="Add a rule"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button className="add-rule" icon={<Plus {...icon14} />}>
          Add a rule
        </Button>
      }
    >
      <RulePicker
        onPick={kind => {
          setOpen(false)
          onAdd(kind)
        }}
      />
    </Popover>
  )
}

/** The list of rules: each one a line that opens to its own form. */
export const RulesPanel = ({ id, setting, value, problems, onChange }: FieldProps) => {
  const { node, rules: reports, reveal } = useForm()
  const rules = listOf<LooseRule>(value)
  const [open, setOpen] = useState<number | null>(null)
  const list = useRef<HTMLOListElement>(null)
  useItemFocus(setting, setOpen)
  const put = (index: number, rule: LooseRule, typing?: string) =>
    onChange(rules.with(index, rule), typing && `${index} ${typing}`)
  const focusLine = (index: number) =>
    requestAnimationFrame(() => list.current?.querySelectorAll<HTMLElement>('.rule-open')[index]?.focus())
  return (
    <div className="rules" data-setting={setting}>
      <div className="rules-head">
        <span>{rules.length === 1 ? '1 rule' : `${rules.length} rules`}</span>
        <span className="sp" />
        {reports.length > 0 && <span>failed</span>}
      </div>
      {rules.length === 0 && (
        <p className="rules-none">
          Nothing is checked yet. Add a rule here, from the palette, or from a column's menu.
        </p>
      )}
      <ol ref={list}>
        {rules.map((rule, index) => (
          <RuleItem
            key={`${node} ${keyAt(index, rules)}`}
            list={id}
            setting={`${setting}.${index}`}
            index={index}
            rule={rule}
            problems={problems}
            open={open === index}
            onOpen={() => setOpen(open === index ? null : index)}
            onChange={(next, typing) => put(index, next, typing)}
            onKind={kind => put(index, asKind(rule, kind, idsOf(rules)))}
            onRemove={() => {
              setOpen(null)
              onChange(rules.toSpliced(index, 1))
              focusLine(Math.max(0, index - 1))
            }}
            onMove={(from, to) => {
              if (to < 0 || to >= rules.length) return
              setOpen(open === from ? to : open)
              onChange(movedTo(rules, from, to))
              focusLine(to)
            }}
            onCopy={() => {
              onChange(rules.toSpliced(index + 1, 0, { ...rule, id: freshRuleId(idsOf(rules), rule.id) }))
              setOpen(index + 1)
              focusLine(index + 1)
            }}
          />
        ))}
      </ol>
      <div className="rules-foot">
        <AddRule
          onAdd={kind => {
            const rule = startingRule(kind, [], idsOf(rules))
            onChange([...rules, rule])
            reveal(`${setting}.${rules.length}.${firstSetting(kind, rule)}`)
          }}
        />
      </div>
    </div>
  )
}
