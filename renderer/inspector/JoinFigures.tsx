import type { JoinReport } from '#core/report.ts'
import { Count } from './Count.tsx'

const times = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })

const fanOut = (pairs: number | null, matched: number | null): string | null =>
  pairs === null || !matched ? null : `× ${times.format(pairs / matched)}`

/** What became of a join's two sides: how many rows match, how many do not, and into how many rows each matched one went. */
export const JoinFigures = ({ join }: { readonly join: JoinReport }) => {
  const sides = [
    ['Left', join.matchedLeft, join.leftOnly],
    ['Right', join.matchedRight, join.rightOnly],
  ] as const
  const shown = sides.map(([name, matched, only]) => ({ name, matched, only, fan: fanOut(join.pairs, matched) }))
  const fans = shown.some(side => side.fan !== null)
  return (
    <table className="join-figures">
      <thead>
        <tr>
          <th scope="col" aria-label="Side" />
          <th scope="col">Matched</th>
          <th scope="col">Only here</th>
          {fans && (
            <th scope="col" title="Rows of out for each matched row, on average">
              Fan-out
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {shown.map(({ name, matched, only, fan }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              <Count of={matched} />
            </td>
            <td>
              <Count of={only} />
            </td>
            {fans && <td className="tnum">{fan ?? '–'}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
