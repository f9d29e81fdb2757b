import { ruleFaces } from '#core/rules/index.ts'
import type { PortSuggestions } from '../dock/use-port.ts'
import { Button } from '../ui/Button.tsx'
import { Chip, ChipButton } from '../ui/Chip.tsx'
import { counted } from './counted.ts'
import { Item } from './Item.tsx'

export interface RuleItemProps {
  readonly suggestion: PortSuggestions['rules'][number]
  /** Whether the rows that it would flag are in sight. */
  readonly shown: boolean
  readonly onShow: () => void
  readonly chosen: boolean
  readonly onChoose: (chosen: boolean) => void
  readonly onAdd: () => void
}

/** A suggested rule, with a way to the rows that it would flag. */
export const RuleItem = ({ suggestion, shown, onShow, chosen, onChoose, onAdd }: RuleItemProps) => {
  const { title, rule, evidence, flagged } = suggestion
  return (
    <Item
      title={title}
      kind={ruleFaces.get(rule.kind)?.title ?? rule.kind}
      evidence={evidence}
      chosen={chosen}
      onChoose={onChoose}
      acts={
        <>
          {flagged === 0 ? (
            <Chip>flags no row</Chip>
          ) : (
            <ChipButton
              tone={shown ? 'on' : 'error'}
              aria-pressed={shown}
              title="Show the rows that it would flag"
              onClick={onShow}
            >
              flags {counted(flagged, 'row')}
            </ChipButton>
          )}
          <Button size="sm" aria-label={`Add ${title}`} onClick={onAdd}>
            Add
          </Button>
        </>
      }
    />
  )
}
