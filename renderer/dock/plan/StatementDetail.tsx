import { Copy } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { cutText, listed } from '#core/plan/words.ts'
import { fileSize } from '../../app/file-size.ts'
import { formatTime } from '../../canvas/count.ts'
import { writeClipboard } from '../../grid/copy.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { icon12 } from '../../ui/icon.ts'
import { Words } from '../../ui/Words.tsx'
import { piecesOf } from './marked.ts'
import { OperatorTable } from './OperatorTable.tsx'
import type { Plan } from './use-plan.ts'

interface StatementDetailProps {
  readonly plan: Plan
  readonly index: number
  readonly node: string
  readonly title: (node: string) => string
}

const takenText = (measured: Plan['statements'][number]['measured']): string | null => {
  if (measured === null) return null
  const { ms, cpuMs, spilledBytes } = measured
  const over = cpuMs === null ? '' : `, ${formatTime(cpuMs)} over all threads`
  return `Took ${formatTime(ms)}${over}; ${spilledBytes === 0 ? 'nothing' : fileSize(spilledBytes)} spilled.`
}

/** One statement: whose work it does, why it ends where it does, its text with the node's own part marked, and what it took. */
export const StatementDetail = ({ plan, index, node, title }: StatementDetailProps) => {
  const own = useRef<HTMLElement>(null)
  const statement = plan.statements[index]!
  const { sql, parts, nodes, reads, measured } = statement
  const pieces = piecesOf(sql, parts)
  const marked = pieces.filter(piece => piece.node === node)
  const first = (marked.find(piece => piece.at > 0) ?? marked[0])?.at
  useEffect(() => {
    if (first !== undefined && index >= 0) own.current?.scrollIntoView({ block: 'nearest' })
  }, [first, index])
  const cut = cutText(statement, title)
  const tables = reads.length === 1 ? 'table of statement' : 'tables of statements'
  const from = reads.length === 0 ? '' : ` Reads the ${tables} ${listed(reads.map(read => `${read + 1}`))}.`
  return (
    <section className="plan-detail" aria-label={`Statement ${index + 1}`}>
      <div className="plan-said">
        <p>
          Work of {listed(nodes.map(title))}.{from} {cut !== null && <Words text={cut} />} {takenText(measured)}
        </p>
        <IconButton
          size="sm"
          label="Copy the statement"
          icon={<Copy {...icon12} />}
          onClick={() => writeClipboard(sql)}
        />
      </div>
      <pre className="plan-sql">
        {pieces.map(piece =>
          piece.node === node ? (
            <mark key={piece.at} ref={piece.at === first ? own : undefined} title={title(node)}>
              {piece.text}
            </mark>
          ) : (
            <span key={piece.at} title={piece.node === null ? undefined : title(piece.node)}>
              {piece.text}
            </span>
          ),
        )}
      </pre>
      {measured && measured.operators.length > 0 && (
        <OperatorTable operators={measured.operators} node={node} title={title} />
      )}
    </section>
  )
}
