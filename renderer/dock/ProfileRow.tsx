import { KeyRound, Lightbulb } from 'lucide-react'
import { memo } from 'react'
import {
  type ColumnCondition,
  conditionOfPattern,
  conditionOfValue,
  conditionsOfPart,
} from '#core/profile/conditions.ts'
import { icon12 } from '../ui/icon.ts'
import { TypeGlyph } from '../ui/TypeGlyph.tsx'
import { Distribution } from './Distribution.tsx'
import { countText, figureText, shareText, valueText } from './profile-words.ts'
import type { ProfiledColumn } from './use-port.ts'

export interface ProfileRowProps {
  readonly column: ProfiledColumn
  readonly rows: number
  /** Whether its values could be a key. */
  readonly isKey: boolean
  /** The columns that it follows from; null: from none. */
  readonly follows: string | null
  /** How many rules and repairs of it are suggested. */
  readonly suggested: number
  readonly onSuggested: (column: string) => void
  readonly onPick: (conditions: readonly ColumnCondition[]) => void
}

const shownValues = 3
/** Beside a pattern. */
const fewerValues = 2

const Share = ({ part, whole }: { readonly part: number; readonly whole: number }) => (
  <span className="share" aria-hidden="true">
    <span style={{ width: `${whole === 0 ? 0 : (100 * part) / whole}%` }} />
  </span>
)

const Nulls = ({ column: { name, nulls }, rows, onPick }: ProfileRowProps) => {
  const text = shareText(nulls, rows)
  const said = (
    <>
      <Share part={nulls} whole={rows} />
      {text}
    </>
  )
  if (nulls === 0) return <span className="nulls f3">{said}</span>
  return (
    <button
      type="button"
      className="nulls"
      title={`${countText(nulls)} without a value`}
      aria-label={`${name} is null: ${countText(nulls)} of ${countText(rows)} rows`}
      onClick={() => onPick([{ column: name, operator: 'is_null' }])}
    >
      {said}
    </button>
  )
}

const Range = ({ column }: { readonly column: ProfiledColumn }) => {
  const { type, min, max, mean, median, deviation, quantiles, quantilesExact, length } = column
  if (length)
    return (
      <span className="figures">
        <span>
          {countText(length.min)} <span className="f3">to</span> {countText(length.max)}{' '}
          <span className="f3">characters</span>
        </span>
      </span>
    )
  if (min === null || max === null) return null
  const more = [
    ...(median === null ? [] : [`median ${figureText(median, type)}`]),
    ...(deviation === null
      ? []
      : [`deviation ${figureText(deviation, type)}${column.shape === 'date' ? ' days' : ''}`]),
    ...quantiles.map(({ at, value }) => `${at * 100} %: ${figureText(value, type)}`),
    ...(quantilesExact ? [] : ['median and quantiles are estimates']),
  ]
  return (
    <span className="figures" title={more.join('\n')}>
      <span>
        {figureText(min, type)} <span className="f3">to</span> {figureText(max, type)}
      </span>
      {mean !== null && (
        <span className="f3">
          mean {figureText(mean, type)}
          {median === null ? '' : `, median ${figureText(median, type)}`}
        </span>
      )}
    </span>
  )
}

const Values = ({ column, onPick }: ProfileRowProps) => {
  const { name, type, shape, count, frequent, patterns, distinct } = column
  const [pattern] = patterns
  const values =
    distinct.exact && distinct.count === count && count > shownValues
      ? []
      : frequent.slice(0, pattern ? fewerValues : shownValues)
  return (
    <span className="values">
      {values.map(({ value, count: rows, cut }) => {
        const text = valueText(value, type)
        const said = (
          <>
            <span className="el">{text}</span>
            <span className="f3">{shareText(rows, count)}</span>
          </>
        )
        const about = `${name} is ${text}: ${countText(rows)} rows`
        const key = String(value)
        return shape === 'other' || cut ? (
          <span key={key} className="value" title={about}>
            {said}
          </span>
        ) : (
          <button
            key={key}
            type="button"
            className="value"
            title={about}
            aria-label={about}
            onClick={() => onPick([conditionOfValue(name, value)])}
          >
            {said}
          </button>
        )
      })}
      {pattern && (
        <button
          type="button"
          className="value pattern"
          title={patterns.map(each => `${each.pattern}  ${shareText(each.count, count)}`).join('\n')}
          aria-label={`${name} has the shape ${pattern.pattern}: ${countText(pattern.count)} rows`}
          onClick={() => onPick([conditionOfPattern(column, pattern.pattern)])}
        >
          <span className="el mono">{pattern.pattern}</span>
          <span>{shareText(pattern.count, count)}</span>
        </button>
      )}
    </span>
  )
}

/** What one column holds; what is pressed asks for its rows. */
export const ProfileRow = memo((props: ProfileRowProps) => {
  const { column, isKey, follows, suggested, onSuggested, onPick } = props
  const { name, type, distinct, notFinite, histogram } = column
  const pick = (part: number) => {
    const conditions = histogram && conditionsOfPart(column, histogram, part)
    if (conditions) onPick(conditions)
  }
  return (
    <tr>
      <th scope="row" title={`${name}\n${type}`}>
        <span className="name">
          <TypeGlyph type={type} />
          <span className="el">{name}</span>
          {isKey && (
            <span className="key" title="Every row has a value, and no two the same">
              <KeyRound {...icon12} />
              <span className="sr">could be a key</span>
            </span>
          )}
        </span>
        {suggested > 0 && (
          <button
            type="button"
            className="suggested"
            aria-label={`${name}: ${suggested === 1 ? '1 suggestion' : `${suggested} suggestions`}`}
            onClick={() => onSuggested(name)}
          >
            <Lightbulb {...icon12} />
            {suggested === 1 ? '1 suggestion' : `${suggested} suggestions`}
          </button>
        )}
        {follows !== null && (
          <span className="figures f3" title={`Wherever ${follows} is the same, so is ${name}: in the rows looked at`}>
            follows from {follows}
          </span>
        )}
      </th>
      <td>
        <Nulls {...props} />
      </td>
      <td className="r tnum" title={distinct.exact ? undefined : 'An estimate by HyperLogLog'}>
        {distinct.exact ? '' : 'about '}
        {countText(distinct.count)}
        {notFinite > 0 && <span className="figures f3">{countText(notFinite)} not finite</span>}
      </td>
      <td>
        <Range column={column} />
      </td>
      <td>
        {histogram && histogram.counts.length > 0 && (
          <Distribution name={name} type={type} histogram={histogram} onPick={pick} />
        )}
      </td>
      <td>
        <Values {...props} />
      </td>
    </tr>
  )
})
