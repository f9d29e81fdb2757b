import { useState } from 'react'
import type { Spelling } from '#core/suggest/types.ts'
import { countText, valueText } from '../dock/profile-words.ts'
import { Select } from '../ui/Select.tsx'

export interface SpellingListProps {
  readonly column: string
  readonly spellings: readonly Spelling[]
  /** Which value each of them becomes; null: they stay as they are. */
  readonly winners: readonly (string | null)[]
  readonly onChange: (winners: readonly (string | null)[]) => void
}

const none = ' leave'

/** So many groups are listed before more are asked for. */
const fewest = 3

/** Values that seem to be one, each group with the value that it becomes, which may be changed. */
export const SpellingList = ({ column, spellings, winners, onChange }: SpellingListProps) => {
  const [all, setAll] = useState(false)
  const shown = all ? spellings : spellings.slice(0, fewest)
  const more = spellings.length - shown.length
  return (
    <>
      <ul className="spellings" aria-label={`Spellings of ${column}`}>
        {shown.map(({ to, from }, index) => (
          <li key={to}>
            <span className="el">
              {from.map(({ value, count }) => `${valueText(value, 'VARCHAR')} (${countText(count)})`).join(', ')}
            </span>
            <span className="f3">to</span>
            <Select
              size="sm"
              label={`What ${from.map(({ value }) => value).join(', ')} becomes`}
              value={winners[index] ?? none}
              options={[
                ...[to, ...from.map(({ value }) => value)].map(value => ({
                  value,
                  label: valueText(value, 'VARCHAR'),
                })),
                { value: none, label: 'left as it is' },
              ]}
              onChange={value => onChange(winners.with(index, value === none ? null : value))}
            />
          </li>
        ))}
      </ul>
      {more > 0 && (
        <button type="button" className="more-spellings" onClick={() => setAll(true)}>
          {more} more
        </button>
      )}
    </>
  )
}
