import { formatCount } from '../canvas/count.ts'

/** A count, or a dash that says that nobody counted. */
export const Count = ({ of }: { readonly of: number | null }) =>
  of === null ? (
    <span className="f3" title="Not counted: a count would cost a second run">
      – <span className="sr">not counted</span>
    </span>
  ) : (
    <span className="tnum">{formatCount(of)}</span>
  )
