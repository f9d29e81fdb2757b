import type { PortSuggestions } from '../dock/use-port.ts'
import { useEditor } from '../store/use-editor.ts'
import { Button } from '../ui/Button.tsx'
import { Chip } from '../ui/Chip.tsx'
import { Changes } from './Changes.tsx'
import { chosenRepair } from './chosen-repair.ts'
import { counted } from './counted.ts'
import { Item } from './Item.tsx'
import { SpellingList } from './SpellingList.tsx'

/** What each group of spellings becomes; null: it stays as it is. */
export type Winners = readonly (string | null)[]

export interface RepairItemProps {
  readonly repair: PortSuggestions['repairs'][number]
  /** Absent: those that were suggested. */
  readonly winners: Winners | undefined
  readonly onWinners: (winners: Winners) => void
  readonly chosen: boolean
  readonly onChoose: (chosen: boolean) => void
  readonly onInsert: () => void
}

/** A suggested repair: what it changes, before and after. */
export const RepairItem = ({ repair, winners, onWinners, chosen, onChoose, onInsert }: RepairItemProps) => {
  const { catalogue } = useEditor()
  const { columns, title, node, evidence, changed, examples, spellings } = repair
  const name = `${columns.join(', ')}: ${title}`
  return (
    <Item
      title={name}
      kind={catalogue.get(node.kind)?.title ?? node.kind}
      evidence={evidence}
      chosen={chosen}
      onChoose={onChoose}
      acts={
        <>
          <Chip>changes {counted(changed, 'value')}</Chip>
          <Button
            size="sm"
            aria-label={`Insert ${name}`}
            disabled={chosenRepair(repair, winners) === null}
            onClick={onInsert}
          >
            Insert
          </Button>
        </>
      }
    >
      {spellings.length > 0 ? (
        <SpellingList
          column={columns[0] ?? ''}
          spellings={spellings}
          winners={winners ?? spellings.map(({ to }) => to)}
          onChange={onWinners}
        />
      ) : (
        <Changes changes={examples} />
      )}
    </Item>
  )
}
