export interface GridFootProps {
  readonly first: number
  readonly end: number
  readonly columns: number
  readonly ms: number | null
  readonly waiting: boolean
}

const exact = new Intl.NumberFormat('en-US')

/** Which rows are in view, and how long they took to read. */
export const GridFoot = ({ first, end, columns, ms, waiting }: GridFootProps) => (
  <div className="grid-foot">
    {end > first && (
      <span>
        Rows {exact.format(first + 1)} to {exact.format(end)}
      </span>
    )}
    <span>{columns === 1 ? '1 column' : `${exact.format(columns)} columns`}</span>
    <span className="sp" />
    {waiting ? <span>Reading…</span> : ms !== null && <span>Read in {exact.format(ms)} ms</span>}
  </div>
)
