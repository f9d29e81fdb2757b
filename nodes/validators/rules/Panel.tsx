import { Plus } from 'lucide-react'
import { useState } from 'react'
import { ruleKinds } from '#core/rules/index.ts'
import type { RuleKind } from '#core/rules/rule.ts'
import { useForm } from '#renderer/fields/form-context.ts'
import { keyAt, listOf, movedTo } from '#renderer/fields/list.ts'
import type { FieldProps } from '#renderer/fields/types.ts'
import { useItemFocus } from '#renderer/fields/use-item-focus.ts'
import { Button } from '#renderer/ui/Button.tsx'
import { icon14 } from '#renderer/ui/icon.ts'
import { Menu } from '#renderer/ui/Menu.tsx'
import { RuleItem, type RuleSettings } from './RuleItem.tsx'
import './rules.css'

const freshId = (rules: readonly RuleSettings[], stem: string): string => {
  const taken = new Set(rules.map(rule => rule.id))
  if (!taken.has(stem)) return stem
  let count = 2
  while (taken.has(`${stem}_${count}`)) count++
  return `${stem}_${count}`
}

/** What a new rule needs beside its columns; the rest has defaults. */
const beginnings: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  in_set: { values: [] },
  pattern: { patterns: [''] },
  format: { format: 'email' },
  type: { type: 'DATE' },
  expression: { expression: '' },
  reference: { input: '' },
}

const newRule = (kind: RuleKind, rules: readonly RuleSettings[]): RuleSettings => ({
  id: freshId(rules, kind.kind),
  kind: kind.kind,
  columns: [],
  ...beginnings[kind.kind],
})

/** The list of rules: each one a line that opens to its own form. */
export const RulesPanel = ({ id, setting, value, columns, problems, onChange }: FieldProps) => {
  const { node } = useForm()
  const rules = listOf<RuleSettings>(value)
  const [open, setOpen] = useState<number | null>(null)
  useItemFocus(setting, setOpen)
  const put = (index: number, rule: RuleSettings, typing?: string) =>
    onChange(rules.with(index, rule), typing && `${index} ${typing}`)
  const add = (kind: RuleKind) => {
    onChange([...rules, newRule(kind, rules)])
    setOpen(rules.length)
  }
  return (
    <div className="rules" data-setting={setting}>
      <div className="rules-head">
        <span>{rules.length === 1 ? '1 rule' : `${rules.length} rules`}</span>
        <span className="sp" />
        <span>failed</span>
      </div>
      <ol>
        {rules.map((rule, index) => (
          <RuleItem
            key={`${node} ${keyAt(index, rules)}`}
            list={id}
            setting={`${setting}.${index}`}
            index={index}
            rule={rule}
            columns={columns}
            problems={problems}
            open={open === index}
            onOpen={() => setOpen(open === index ? null : index)}
            onChange={(next, typing) => put(index, next, typing)}
            onRemove={() => {
              setOpen(null)
              onChange(rules.toSpliced(index, 1))
            }}
            onMove={(from, to) => {
              setOpen(open === from ? to : open)
              onChange(movedTo(rules, from, to))
            }}
            onCopy={() => {
              onChange(rules.toSpliced(index + 1, 0, { ...rule, id: freshId(rules, rule.id) }))
              setOpen(index + 1)
            }}
          />
        ))}
      </ol>
      <div className="rules-foot">
        <Menu
          trigger={
            <Button className="add-rule" icon={<Plus {...icon14} />}>
              Add a rule
            </Button>
          }
          entries={[...ruleKinds.values()].map(kind => ({
            label: kind.title,
            about: kind.summary,
            onSelect: () => add(kind),
          }))}
        />
      </div>
    </div>
  )
}
