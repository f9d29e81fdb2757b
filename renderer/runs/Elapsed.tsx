import { useEffect, useState } from 'react'
import { formatTime } from '../canvas/count.ts'
import { useRun } from '../store/use-editor.ts'

/** How long the run goes on. */
export const Elapsed = ({ className }: { readonly className?: string }) => {
  const startedAt = useRun(state => state.startedAt)
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250)
    return () => clearInterval(timer)
  }, [])
  return <span className={className}>{startedAt === null ? '' : formatTime(Math.max(0, now - startedAt))}</span>
}
