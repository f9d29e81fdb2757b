import { purposeOf } from '#core/plan/words.ts'
import { formatTime } from '../../canvas/count.ts'
import type { Plan } from './use-plan.ts'

interface StatementListProps {
  readonly plan: Plan
  /** The node that is looked at. */
  readonly node: string
  readonly chosen: number
  readonly title: (node: string) => string
  readonly onChoose: (statement: number) => void
}

/** The statements of a run in their turn; those in which the node has a part are marked. */
export const StatementList = ({ plan, node, chosen, title, onChoose }: StatementListProps) => {
  const longest = Math.max(0.01, ...plan.statements.map(({ measured }) => measured?.ms ?? 0))
  return (
    <ol className="plan-list" aria-label="Statements of a run">
      {[...plan.statements.entries()].map(([i, statement]) => {
        const { measured, nodes } = statement
        const others = nodes.length - 1
        return (
          <li key={i}>
            <button
              type="button"
              className={`plan-item${nodes.includes(node) ? ' own' : ''}`}
              aria-current={i === chosen || undefined}
              onClick={() => onChoose(i)}
            >
              <span className="number">{i + 1}</span>
              <span className="el">
                <b>{title(statement.node)}</b> {purposeOf(statement)}
                {others > 0 && (
                  <span className="fused">
                    {' '}
                    with {others} {others === 1 ? 'other' : 'others'}
                  </span>
                )}
              </span>
              {measured && (
                <span className="took">
                  <span className="bar" style={{ width: `${(measured.ms / longest) * 40}px` }} />
                  {formatTime(measured.ms)}
                </span>
              )}
            </button>
          </li>
        )
      })}
    </ol>
  )
}
