import { Copy, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Column } from '#core/relation/relation.ts'
import { problemOf } from '../store/problem-of.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { icon14 } from '../ui/icon.ts'
import { TypeGlyph } from '../ui/TypeGlyph.tsx'
import { wholeText } from './cell-text.ts'
import { writeClipboard } from './copy.ts'
import type { GridSource } from './types.ts'

export interface ValuePanelProps {
  readonly source: GridSource
  readonly row: number
  readonly column: Column
  readonly onClose: () => void
}

interface Whole {
  readonly value: string | null
  readonly truncated: boolean
  readonly failure?: string
}

const exact = new Intl.NumberFormat('en-US')

const useWhole = (source: GridSource, row: number, column: string): Whole | null => {
  const [whole, setWhole] = useState<Whole | null>(null)
  useEffect(() => {
    const own = new AbortController()
    source.cell(row, column, own.signal).then(
      found => !own.signal.aborted && setWhole(found),
      (error: unknown) =>
        !own.signal.aborted && setWhole({ value: null, truncated: false, failure: problemOf(error).message }),
    )
    return () => own.abort()
  }, [source, row, column])
  return whole
}

/** One cell's whole value, beside the rows; follows the current cell. */
export const ValuePanel = ({ source, row, column, onClose }: ValuePanelProps) => {
  const whole = useWhole(source, row, column.name)
  const text = whole?.value === null || whole === null ? null : wholeText(whole.value, column.type)
  return (
    <aside className="grid-aside grid-value" aria-label="Whole value">
      <header>
        <TypeGlyph type={column.type} />
        <b className="el">{column.name}</b>
        <span className="f3 tnum">row {exact.format(row + 1)}</span>
        <span className="sp" />
        <IconButton
          size="sm"
          label="Copy the value"
          icon={<Copy {...icon14} />}
          disabled={text === null}
          onClick={() => text !== null && writeClipboard(text)}
        />
        <IconButton size="sm" label="Close" icon={<X {...icon14} />} onClick={onClose} />
      </header>
      <div className="whole">
        {whole?.failure ? (
          <span className="f2">{whole.failure}</span>
        ) : whole === null ? (
          <span className="f3">…</span>
        ) : text === null ? (
          <i className="f3">null</i>
        ) : (
          <pre>{text}</pre>
        )}
      </div>
      <footer className="f3 x">
        {column.type}
        {text !== null && `, ${exact.format(whole?.value?.length ?? 0)} characters`}
        {whole?.truncated && ', the first 16 MB'}
      </footer>
    </aside>
  )
}
