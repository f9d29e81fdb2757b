import './glyph.css'

/** Rows, or shares, in the order of the bar. */
export interface QualityParts {
  readonly clean: number
  readonly flagged: number
  readonly rejected: number
  readonly critical: number
}

export interface QualityBarProps {
  readonly parts: QualityParts | null
  /** 0 to 1 while the node runs: the bar is its progress then. */
  readonly progress?: number | null
  /** Why there are no parts, where a run has been. */
  readonly note?: string | null
  readonly tall?: boolean
}

const order = ['clean', 'flagged', 'rejected', 'critical'] as const

/** Clean, flagged, rejected and critical rows in proportion; a part that is not zero is at least 3 px. */
export const QualityBar = ({ parts, progress = null, note = null, tall }: QualityBarProps) => {
  const shown = progress === null && parts ? order.filter(part => parts[part] > 0) : []
  return (
    <div
      className={tall ? 'ui-quality tall' : 'ui-quality'}
      role="img"
      title={parts ? undefined : (note ?? undefined)}
      aria-label={parts ? order.map(part => `${part} ${parts[part]}`).join(', ') : (note ?? 'no rows yet')}
    >
      {progress !== null && progress > 0 && <span className="progress" style={{ flex: progress }} />}
      {shown.map(part => (
        <span key={part} className={part} style={{ flex: parts?.[part] }} />
      ))}
      {shown.length === 0 && <span className="rest" style={{ flex: 1 - (progress ?? 0) }} />}
    </div>
  )
}
