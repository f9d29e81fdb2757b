import { ListFilter } from 'lucide-react'
import { wayText } from '../grid/reasons.ts'
import type { GridFilter } from '../grid/types.ts'
import { ChipButton } from '../ui/Chip.tsx'
import { icon12 } from '../ui/icon.ts'
import { Menu, type MenuEntry } from '../ui/Menu.tsx'
import { SeverityGlyph } from '../ui/SeverityGlyph.tsx'
import { cleaned, meansRule, type RuleChoice } from './filters.ts'

export interface RuleFilterProps {
  readonly rules: readonly RuleChoice[]
  readonly filter: GridFilter
  readonly onFilter: (filter: GridFilter) => void
  readonly titleOf: (node: string) => string
}

const exact = new Intl.NumberFormat('en-US')

const cleanedRule = ({ node, rule, via }: RuleChoice) => ({ node, rule, ...(via ? { via } : {}) })

const groupKey = ({ node, via }: RuleChoice) => JSON.stringify([node, via])

/** Rows that break one rule, of all rules that rows of this port may break: by the node that gave the flag, and the way it came. */
export const RuleFilter = ({ rules, filter, onFilter, titleOf }: RuleFilterProps) => {
  const { rule: chosen } = filter
  const headingOf = ({ node, via = [] }: RuleChoice) =>
    [titleOf(node), ...(via.length ? [wayText(via)] : [])].join(', ')
  const entryOf = (rule: RuleChoice): MenuEntry => ({
    label: rule.rule === 'source' ? 'found while reading' : rule.rule,
    icon: <SeverityGlyph severity={rule.severity} size={12} />,
    ...(rule.rows === null ? {} : { keys: exact.format(rule.rows) }),
    ...(rule.columns.join() === rule.rule ? {} : { about: rule.columns.join(', ') }),
    disabled: rule.rows === 0 && !meansRule(chosen, rule),
    checked: meansRule(chosen, rule),
    onSelect: () => onFilter({ ...filter, rule: cleanedRule(rule) }),
  })
  const groups = [...new Set(rules.map(groupKey))]
    .map(key => rules.filter(rule => groupKey(rule) === key))
    .filter(group => group.some(rule => rule.rows !== 0 || meansRule(chosen, rule)))
  const entries: readonly MenuEntry[] = [
    ...(chosen
      ? [{ label: 'Any rule', onSelect: () => onFilter(cleaned({ ...filter, rule: undefined })) }, 'separator' as const]
      : []),
    ...(groups.length === 0 ? [{ heading: 'No row breaks a rule' }] : []),
    ...groups.flatMap(group => [{ heading: headingOf(group[0]!) }, ...group.map(entryOf)]),
  ]
  const severalWays = new Set(rules.filter(rule => rule.node === chosen?.node).map(groupKey)).size > 1
  return (
    <Menu
      entries={entries}
      trigger={
        <ChipButton tone={chosen ? 'on' : 'plain'} icon={<ListFilter {...icon12} />} title="Rows that break one rule">
          {chosen ? (
            <>
              Rule <b>{chosen.rule}</b>
              {severalWays && chosen.via && ` ${wayText(chosen.via)}`}
            </>
          ) : (
            'Rule'
          )}
        </ChipButton>
      }
    />
  )
}
